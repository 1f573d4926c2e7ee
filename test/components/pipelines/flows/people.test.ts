import { statusesOf } from '../ComponentWorld';
import { FlowWorld } from './FlowWorld';

jest.setTimeout(120_000);

let world: FlowWorld;
beforeAll(async () => {
  world = await FlowWorld.start();
});
afterAll(() => world.stop());
afterEach(() => {
  world.portal.aheadMilliseconds = 0;
});

const hour = 3_600_000;

describe('a deploy job that waits for a person', () => {
  const manual = { deploy: ['when: manual', 'allow_failure: false'] };

  it('is held by the point taken when the pipeline began, as long as that is fresh', async () => {
    const project = await world.components.createService(
      world.configuration(manual),
    );
    const waiting = await world.run(project);
    expect(statusesOf(waiting)).toEqual({
      'safepoint-before': 'success',
      deploy: 'manual',
      'safepoint-baseline': 'created',
      'safepoint-on-failure': 'created',
    });
    const played = await world.start(project, waiting, 'deploy');
    expect(statusesOf(played)).toEqual({
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
      'safepoint-on-failure': 'skipped',
    });
    expect(world.portal.statusesOf(played)).toEqual(['succeeded']);
  });

  it('is refused when the point has grown too old, until the gate has run again', async () => {
    const project = await world.components.createService(
      world.configuration(manual),
    );
    const waiting = await world.run(project);
    world.portal.aheadMilliseconds = 1.5 * hour;
    const late = await world.start(project, waiting, 'deploy');
    expect(statusesOf(late)).toMatchObject({
      deploy: 'failed',
      'safepoint-baseline': 'skipped',
    });
    expect(await world.logOf(late, 'deploy')).toMatch(
      /1 hour 30 minutes old; this gate accepts 1 hour/,
    );
    await world.start(project, late, 'safepoint-before');
    const again = await world.start(project, late, 'deploy');
    expect(statusesOf(again)).toMatchObject({
      'safepoint-before': 'success',
      deploy: 'success',
      'safepoint-baseline': 'success',
    });
    expect(world.portal.statusesOf(again).at(-1)).toBe('succeeded');
  });
});

describe('a job that is run again', () => {
  it('gate: gives a new receipt, which takes the place of the one that nobody used', async () => {
    const project = await world.components.createService(
      world.configuration({ deploy: ['when: manual'] }),
    );
    const waiting = await world.run(project);
    const again = await world.start(project, waiting, 'safepoint-before');
    expect(world.portal.statusesOf(again)).toEqual(['abandoned', 'gated']);
    const played = await world.start(project, again, 'deploy');
    expect(statusesOf(played)).toMatchObject({ deploy: 'success' });
    expect(world.portal.statusesOf(played)).toEqual(['abandoned', 'succeeded']);
  });

  it('deploy job: a receipt lets one deployment start, so that the gate has to run again first', async () => {
    const project = await world.components.createService(
      world.configuration({ script: 'test -e /nowhere' }),
    );
    const failed = await world.run(project);
    expect(statusesOf(failed)).toMatchObject({
      deploy: 'failed',
      'safepoint-on-failure': 'success',
    });
    const refused = await world.start(project, failed, 'deploy');
    expect(await world.logOf(refused, 'deploy')).toContain(
      'This receipt has let a deployment start before',
    );
    await world.start(project, failed, 'safepoint-before');
    const again = await world.start(project, failed, 'deploy');
    expect(await world.logOf(again, 'deploy')).toContain(
      'stands behind this deployment',
    );
  });

  it('deploy job that failed twice: the report of the first time does not run again by itself', async () => {
    const project = await world.components.createService(
      world.configuration({ script: 'exit 7' }),
    );
    const failed = await world.run(project);
    const reported = world.components.gitlab
      .describePipeline(failed)
      .jobs.find(({ name }) => name === 'safepoint-on-failure')?.id;
    await world.start(project, failed, 'safepoint-before');
    const again = await world.start(project, failed, 'deploy');
    expect(world.jobOf(again, 'safepoint-on-failure').id).toBe(reported);
    expect(world.portal.statusesOf(again)).toEqual(['failed', 'running']);
  });

  it('deploy job of an old pipeline: is refused, because its receipt was used', async () => {
    const project = await world.components.createService(world.configuration());
    const old = await world.run(project);
    const recent = await world.run(project);
    expect(statusesOf(recent)).toMatchObject({ deploy: 'success' });
    const refused = await world.start(project, old, 'deploy');
    expect(statusesOf(refused)).toMatchObject({ deploy: 'failed' });
    expect(world.jobOf(refused, 'deploy').exitCode).toBe(3);
  });

  it('rollback from the environment’s page: needs the old pipeline’s gate again, and then has a point of the present data', async () => {
    const project = await world.components.createService(world.configuration());
    const old = await world.run(project);
    await world.run(project);
    // GitLab's button runs the old deploy job again, in its old pipeline.
    const refused = await world.start(project, old, 'deploy');
    expect(await world.logOf(refused, 'deploy')).toContain(
      'Run the gate job again',
    );
    await world.start(project, old, 'safepoint-before');
    const rolledBack = await world.start(project, old, 'deploy');
    expect(statusesOf(rolledBack)).toMatchObject({ deploy: 'success' });
    const points = world.portal.deployments;
    expect(points.at(-1)?.pipelineId).toBe(String(old.id));
  });
});
