import { decideGateConfirmation } from '@safepoint/backstage-plugin-safepoint-common';
import { compileGitLabSchema } from '../../schema/gitlabSchema';
import { render, smallestInputs } from '../../templates';

const isValid = compileGitLabSchema();
const jobs = render('deploy-guard', smallestInputs['deploy-guard']);

/** A deploy job as GitLab sees it once `!reference` is resolved. */
const deploy = {
  extends: '.safepoint-gate',
  stage: 'deploy',
  needs: jobs['.safepoint-gate'].needs,
  script: ['./deploy.sh'],
  environment: 'production',
};

describe('child and multi-project pipelines, which the local GitLab does not run', () => {
  it('the guard and the deploy job stand together in the child’s file, which is valid', () => {
    isValid({ stages: ['deploy'], ...jobs, deploy });
    expect(isValid.errors ?? []).toEqual([]);
    isValid({
      deploy: { trigger: { include: 'deploy.yml', strategy: 'depend' } },
    });
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('a receipt of the parent opens nothing in the child, which is another pipeline', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    const decision = decideGateConfirmation({
      deployment: {
        status: 'gated',
        receiptExpiresAt: new Date('2026-01-01T13:00:00Z'),
        sameContext: false,
      },
      points: [{ id: 'POINT', status: 'available', stateAt: now }],
      jobId: '1',
      maxAgeSeconds: 3600,
      now,
    });
    expect(decision).toMatchObject({ allowed: false, code: 'unknown-receipt' });
  });
});
