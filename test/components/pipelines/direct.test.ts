import { ComponentWorld, statusesOf } from './ComponentWorld';

jest.setTimeout(120_000);

const point = '01K00000000000000000000001';

/** Stands for an agent that could not reach the portal and went on: shows its tokens' audiences, not the tokens. */
const agent = `#!/bin/sh
audience() {
  echo "$1: $(echo "$2" | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null | grep -o '"aud":"[^"]*"')"
}
audience direct "\${SAFEPOINT_DIRECT_TOKEN:-}"
audience cloud "\${SAFEPOINT_CLOUD_TOKEN:-}"
case "$*" in *--receipt-file*) echo "SAFEPOINT_RECEIPT=direct.${point}" >safepoint.env ;; esac
`;

describe('deploy-guard while the portal is away', () => {
  let world: ComponentWorld;
  let portalUrl: string;
  beforeAll(async () => {
    world = await ComponentWorld.start(agent);
    portalUrl = world.gate.url;
    await world.gate.stop();
  });
  afterAll(() => world.stop());

  const service = (choice: 'fail' | 'direct') => `
stages: [deploy]
include:
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs:
      portal-url: ${portalUrl}
      environment: production
      deploy-job: deploy
      on-portal-unreachable: ${choice}
deploy:
  extends: .safepoint-gate
  stage: deploy
  needs: [!reference [.safepoint-gate, needs]]
  script:
    - !reference [.safepoint-gate, script]
    - echo DEPLOYED
    - echo "cloud token in the deploy job [\${SAFEPOINT_CLOUD_TOKEN:-}]"
  environment: production
`;

  it('goes on where the component was included so', async () => {
    const summary = await world.run(service('direct'));
    expect(statusesOf(summary)).toMatchObject({
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
    });
    const log = await world.logOf(summary, 'deploy');
    expect(log).toContain(`saved without it (${point})`);
    expect(log).toMatch(/^DEPLOYED/m);
    expect(log).toContain('cloud token in the deploy job []');
  });

  it('gives the jobs that save a token for the draft and one for the cloud', async () => {
    const summary = await world.run(service('direct'));
    for (const job of ['safepoint-before', 'safepoint-baseline']) {
      const log = await world.logOf(summary, job);
      expect(log).toContain(`direct: "aud":"${portalUrl}/direct"`);
      expect(log).toContain('cloud: "aud":"sts.amazonaws.com"');
    }
  });

  it('deploys nothing where it was not, whatever the receipt says', async () => {
    const summary = await world.run(service('fail'));
    expect(statusesOf(summary)).toMatchObject({
      'safepoint-before': 'success',
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
    });
    const before = await world.logOf(summary, 'safepoint-before');
    expect(before).toMatch(/^direct: $/m);
    expect(await world.logOf(summary, 'deploy')).not.toMatch(/^DEPLOYED/m);
  });
});
