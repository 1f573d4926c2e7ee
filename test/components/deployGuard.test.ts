import { compileGitLabSchema } from './schema/gitlabSchema';
import { render, smallestInputs, type Inputs, type Job } from './templates';

const isValid = compileGitLabSchema();

function isHidden(name: string) {
  return name.startsWith('.');
}

/** What the deploy job of a consumer looks like under the strict gate, `!reference` resolved. */
function strictDeployJob(prefix: string, jobs: Record<string, Job>): Job {
  const gate = jobs[`.${prefix}-gate`];
  return {
    extends: `.${prefix}-gate`,
    stage: 'deploy',
    needs: gate.needs,
    script: [...(gate.script as string[]), './deploy.sh'],
    environment: 'production',
  };
}

describe('deploy-guard', () => {
  const jobs = render('deploy-guard', smallestInputs['deploy-guard']);

  it('is valid together with a deploy job under the strict gate', () => {
    isValid({
      stages: ['deploy'],
      ...jobs,
      deploy: strictDeployJob('safepoint', jobs),
    });
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('runs three jobs, of which none is a deployment to the environment', () => {
    const visible = Object.keys(jobs).filter(name => !isHidden(name));
    expect(visible).toEqual([
      'safepoint-before',
      'safepoint-unchanged',
      'safepoint-baseline',
      'safepoint-on-failure',
    ]);
    expect(jobs['.safepoint-unchanged-false'].rules).toEqual([
      { when: 'never' },
    ]);
    expect(jobs['.safepoint-agent'].environment).toEqual({
      name: 'production',
      action: 'access',
    });
  });

  it('keeps the gate free of what would hide the deploy job’s own image, rules and environment', () => {
    expect(Object.keys(jobs['.safepoint-gate']).sort()).toEqual([
      'extends',
      'needs',
      'script',
    ]);
    expect(Object.keys(jobs['.safepoint-common']).sort()).toEqual([
      'id_tokens',
      'variables',
    ]);
  });
});

describe('deploy-guard where only data changes matter', () => {
  const inputs = {
    ...smallestInputs['deploy-guard'],
    'only-data-changes': true,
    'data-paths': ['migrations/**/*'],
  };

  const onBranch = { if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' };
  const changed = { ...onBranch, changes: ['migrations/**/*'] };

  it('has one of two jobs at the gate, as GitLab’s rules decide', () => {
    const jobs = render('deploy-guard', inputs);
    expect(jobs['safepoint-before'].extends).toContain(
      '.safepoint-changed-true',
    );
    expect(jobs['.safepoint-changed-true'].rules).toEqual([changed]);
    expect(jobs['safepoint-unchanged'].extends).toContain(
      '.safepoint-unchanged-true',
    );
    expect(jobs['.safepoint-unchanged-true'].rules).toEqual([
      { ...changed, when: 'never' },
      onBranch,
    ]);
    expect(jobs['.safepoint-gate'].needs).toEqual([
      { job: 'safepoint-before', optional: true },
      { job: 'safepoint-unchanged', optional: true },
    ]);
  });

  it('tells the outcome in both cases', () => {
    const jobs = render('deploy-guard', inputs);
    expect(jobs['.safepoint-agent'].extends).toContain('.safepoint-rules-true');
    expect(jobs['.safepoint-rules-true'].rules).toEqual([onBranch]);
  });

  it('tells the portal the rule in words, through a variable', () => {
    const job = render('deploy-guard', inputs)['safepoint-unchanged'];
    expect(job.variables).toEqual({
      SAFEPOINT_UNCHANGED: {
        value: 'nothing under ["migrations/**/*"]',
        expand: false,
      },
    });
    expect(job.script).toEqual([
      expect.stringContaining('--unchanged "$SAFEPOINT_UNCHANGED"'),
    ]);
  });

  it('is off by default: the gate cannot do without its job', () => {
    const jobs = render('deploy-guard', smallestInputs['deploy-guard']);
    expect(jobs['.safepoint-agent'].extends).toContain(
      '.safepoint-rules-false',
    );
    expect(jobs['safepoint-unchanged'].extends).toContain(
      '.safepoint-unchanged-false',
    );
    expect(jobs['.safepoint-gate'].needs).toEqual([
      { job: 'safepoint-before', optional: false },
      { job: 'safepoint-unchanged', optional: true },
    ]);
  });

  it('takes nothing but true or false', () => {
    expect(() =>
      render('deploy-guard', { ...inputs, 'only-data-changes': 'true; exit' }),
    ).toThrow('not a boolean');
  });
});

describe('deploy-guard and a portal that cannot be reached', () => {
  it('tells every job what to do then, and fails where nothing else is asked for', () => {
    const variableOf = (inputs: Inputs) =>
      render('deploy-guard', inputs)['.safepoint-common'].variables;
    const smallest = smallestInputs['deploy-guard'];
    expect(variableOf(smallest)).toMatchObject({
      SAFEPOINT_ON_PORTAL_UNREACHABLE: { value: 'fail', expand: false },
    });
    expect(
      variableOf({ ...smallest, 'on-portal-unreachable': 'direct' }),
    ).toMatchObject({ SAFEPOINT_ON_PORTAL_UNREACHABLE: { value: 'direct' } });
    expect(() =>
      variableOf({ ...smallest, 'on-portal-unreachable': 'ignore' }),
    ).toThrow('allowed options');
  });

  it('gives the jobs that save two more tokens only where they may go on', () => {
    const agentOf = (inputs: Inputs) =>
      render('deploy-guard', inputs)['.safepoint-agent'].extends;
    const smallest = smallestInputs['deploy-guard'];
    const direct = { ...smallest, 'on-portal-unreachable': 'direct' };
    expect(agentOf(smallest)).toContain('.safepoint-portal-unreachable-fail');
    expect(agentOf(direct)).toContain('.safepoint-portal-unreachable-direct');
    const jobs = render('deploy-guard', direct);
    expect(jobs['.safepoint-portal-unreachable-fail'].id_tokens).toBe(
      undefined,
    );
    expect(jobs['.safepoint-portal-unreachable-direct'].id_tokens).toEqual({
      SAFEPOINT_DIRECT_TOKEN: { aud: 'https://portal.example.com/direct' },
      SAFEPOINT_CLOUD_TOKEN: { aud: 'sts.amazonaws.com' },
    });
    // The deploy job writes nothing to the bucket.
    expect(jobs['.safepoint-gate'].extends).toBe('.safepoint-common');
  });

  it('gives the reason to go without a recovery point to the job before alone', () => {
    const jobs = render('deploy-guard', {
      ...smallestInputs['deploy-guard'],
      'break-glass': 'The disk of the database is full',
    });
    const holders = Object.keys(jobs).filter(name =>
      JSON.stringify(jobs[name]).includes('The disk'),
    );
    expect(holders).toEqual(['safepoint-before']);
    expect(jobs['safepoint-before'].variables).toEqual({
      SAFEPOINT_BREAK_GLASS: {
        value: 'The disk of the database is full',
        expand: false,
      },
    });
  });
});
