import { decodeJwt } from 'jose';
import { readTemplate } from '../templates';
import { ComponentWorld, statusesOf } from './ComponentWorld';

jest.setTimeout(120_000);

let world: ComponentWorld;
beforeAll(async () => {
  world = await ComponentWorld.start();
});
afterAll(() => world.stop());

beforeEach(() => {
  world.gate.asked.length = 0;
  answerGate(200, 'Recovery point P stands behind this deployment.');
});

function answerGate(status: number, text: string) {
  world.gate.answer = (_, response) => response.writeHead(status).end(text);
}

/** A service as the README of the components describes it. */
function service(script: string, more = ''): string {
  return `
stages: [deploy]
include:
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs:
      portal-url: ${world.gate.url}
      environment: production
      deploy-job: deploy
${more}
deploy:
  extends: .safepoint-gate
  stage: deploy
  needs: [!reference [.safepoint-gate, needs]]
  script:
    - !reference [.safepoint-gate, script]
    - ${script}
  environment: production
`;
}

const drill = () => `
  - component: $CI_SERVER_FQDN/safepoint/components/recovery-drill@0.1.0
    inputs:
      portal-url: ${world.gate.url}
      source-environment: production
`;

describe('deploy-guard with the strict gate', () => {
  it('saves, asks, deploys, takes the baseline, and then drills', async () => {
    const summary = await world.run(service('echo DEPLOYED', drill()));
    expect(statusesOf(summary)).toEqual({
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
      'safepoint-on-failure': 'skipped',
      'safepoint-drill': 'success',
    });
    expect(await world.logOf(summary, 'safepoint-before')).toMatch(
      /backup\s+argument: --trigger\s+argument: pre-deploy/,
    );
    expect(await world.logOf(summary, 'safepoint-baseline')).toContain(
      'argument: baseline',
    );
    expect(await world.logOf(summary, 'deploy')).toContain('DEPLOYED');
  });

  it('asks with the receipt of the same pipeline and the deploy job’s own identity', async () => {
    const summary = await world.run(service('echo DEPLOYED'));
    expect(world.gate.asked).toHaveLength(1);
    const { headers } = world.gate.asked[0];
    expect(headers['safepoint-receipt']).toBe(`receipt-of-${summary.id}`);
    const claims = decodeJwt(String(headers.authorization).slice(7));
    const deploy = summary.jobs.find(({ name }) => name === 'deploy');
    expect(claims).toMatchObject({
      aud: world.gate.url,
      job_id: String(deploy?.id),
      environment: 'production',
    });
  });

  it('does not deploy when the portal refuses, and reports that', async () => {
    answerGate(403, 'The receipt expired.');
    const summary = await world.run(service('echo DEPLOYED', drill()));
    expect(statusesOf(summary)).toEqual({
      'safepoint-before': 'success',
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'success',
      'safepoint-drill': 'skipped',
    });
    const log = await world.logOf(summary, 'deploy');
    expect(log).toContain('The receipt expired.');
    expect(log).not.toMatch(/^DEPLOYED/m);
    expect(summary.jobs.find(({ name }) => name === 'deploy')?.exitCode).toBe(
      3,
    );
  });

  it('does not deploy without a recovery point', async () => {
    const summary = await world.run(service('echo DEPLOYED'), {
      failOn: 'pre-deploy',
    });
    expect(statusesOf(summary)).toEqual({
      'safepoint-before': 'failed',
      deploy: 'skipped',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'skipped',
    });
    expect(world.gate.asked).toEqual([]);
  });

  it('reports a deployment that failed, and takes no baseline of it', async () => {
    const summary = await world.run(service('exit 7'));
    expect(statusesOf(summary)).toMatchObject({
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
      'safepoint-on-failure': 'success',
    });
    expect(await world.logOf(summary, 'safepoint-on-failure')).toMatch(
      /report\s+argument: --outcome\s+argument: failed/,
    );
  });
});

describe('deploy-guard with the easy gate', () => {
  it('holds a deploy job without needs back by the order of stages', async () => {
    const configuration = (failing: boolean) => `
stages: [deploy]
include:
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs: { portal-url: "${
      world.gate.url
    }", environment: production, deploy-job: deploy }
deploy:
  stage: deploy
  script: [${failing ? 'exit 1' : 'echo DEPLOYED'}]
  environment: production
`;
    const good = await world.run(configuration(false));
    expect(statusesOf(good)).toMatchObject({
      deploy: 'success',
      'safepoint-baseline': 'success',
    });
    const unsaved = await world.run(configuration(false), {
      failOn: 'pre-deploy',
    });
    expect(statusesOf(unsaved)).toMatchObject({
      'safepoint-before': 'failed',
      deploy: 'skipped',
    });
  });
});

describe('two environments in one pipeline', () => {
  it('have jobs of their own, each in its environment', async () => {
    const guard = (environment: string) => `
  - component: $CI_SERVER_FQDN/safepoint/components/deploy-guard@0.1.0
    inputs:
      portal-url: ${world.gate.url}
      environment: ${environment}
      deploy-job: deploy-${environment}
      job-prefix: ${environment}-safepoint
      config: 'odd path/$(touch hacked) "${environment}".yaml'
`;
    const deploy = (environment: string) => `
deploy-${environment}:
  extends: .${environment}-safepoint-gate
  stage: deploy
  needs: [!reference [.${environment}-safepoint-gate, needs]]
  script:
    - !reference [.${environment}-safepoint-gate, script]
    - 'if [ -e hacked ]; then exit 9; fi'
  environment: ${environment}
`;
    const summary = await world.run(
      `stages: [deploy]\ninclude:${guard('staging')}${guard(
        'production',
      )}${deploy('staging')}${deploy('production')}`,
    );
    expect(summary.status).toBe('success');
    for (const environment of ['staging', 'production']) {
      const log = await world.logOf(summary, `${environment}-safepoint-before`);
      expect(log).toContain(`environment: ${environment}`);
      expect(log).toContain(
        `argument: odd path/$(touch hacked) "${environment}".yaml`,
      );
    }
  });
});

describe('the recovery project', () => {
  const request = '0123456789abcdef0123456789abcdef01234567';

  it('runs one job for a request, in a pipeline that bears its name', async () => {
    const project = await world.gitlab.createProject({
      path: 'platform/recovery',
      files: {
        '.gitlab-ci.yml': readTemplate('recovery-project').replaceAll(
          'https://portal.example.com',
          world.gate.url,
        ),
        'fail-on': 'nothing at all',
      },
    });
    const { token } = world.gitlab.createBot({
      name: 'portal',
      projects: [project],
    });
    const create = (inputs: Record<string, string>) =>
      fetch(`${world.gitlab.url}/api/v4/projects/${project.id}/pipeline`, {
        method: 'POST',
        headers: { 'private-token': token, 'content-type': 'application/json' },
        body: JSON.stringify({ ref: 'main', inputs }),
      });

    const made = await create({ request, environment: 'production' });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: number };
    const summary = await world.gitlab.waitForPipeline(project, id);
    expect(summary.name).toBe(`safepoint ${request}`);
    expect(statusesOf(summary)).toEqual({ 'safepoint-operation': 'success' });
    expect(await world.logOf(summary, 'safepoint-operation')).toMatch(
      new RegExp(
        `operation\\s+argument: --request\\s+argument: ${request}\\s+environment: production`,
      ),
    );

    const refused = await create({
      request: '$(touch hacked)',
      environment: 'production',
    });
    expect(refused.status).toBe(400);
  });
});
