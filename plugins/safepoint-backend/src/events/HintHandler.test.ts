import { GitLabError } from '../gitlab/GitLabError';
import {
  createObservatory,
  type Observatory,
} from './testUtils/createObservatory';

describe('what a webhook leads to', () => {
  let world: Observatory;

  beforeEach(async () => {
    world = await createObservatory();
    await world.confirmBinding();
    world.bench.advance(60);
    world.gitlab.deploy('7002');
    world.gitlab.end('7002', 'success');
    world.gitlab.pipelines.set('700', 'ended');
  });
  afterEach(() => world.stop());

  const deployment = (projectId = '42') =>
    world.hints.handle({
      kind: 'deployment',
      issuer: world.place.issuer,
      projectId,
      deploymentId: '97002',
    });
  const pipeline = (pipelineId = '700') =>
    world.hints.handle({
      kind: 'pipeline',
      issuer: world.place.issuer,
      projectId: '42',
      pipelineId,
    });

  it('is a look at what GitLab says', async () => {
    await deployment();
    expect(await world.deployments()).toMatchObject([
      { gate: 'none', status: 'succeeded' },
    ]);
  });

  it('is nothing for a project that nothing is bound to', async () => {
    await deployment('43');
    expect(world.gitlab.calls).toEqual([]);
  });

  it('is nothing for a pipeline without an open deployment', async () => {
    await pipeline();
    expect(world.gitlab.calls).toEqual([]);
  });

  it('is nothing where GitLab knows of no such deployment', async () => {
    world.gitlab.deployments.clear();
    await deployment();
    expect(await world.deployments()).toEqual([]);
  });

  it('is left to the reconciler where GitLab does not answer', async () => {
    world.gitlab.failures.push(
      new GitLabError('GitLab did not answer in time', 'lost'),
    );
    await deployment();
    expect(await world.deployments()).toEqual([]);
    await world.reconciler.run();
    expect(await world.deployments()).toHaveLength(1);
  });

  it('is one more look, not one each, while a look goes on', async () => {
    await Promise.all(Array.from({ length: 20 }, () => deployment()));
    const looks = world.gitlab.calls.filter(call => call.startsWith('depl'));
    expect(looks).toHaveLength(2);
    expect(await world.deployments()).toHaveLength(1);
    expect(world.bench.alerts.raised).toHaveLength(1);
  });

  it('records one bypass though two replicas look at once', async () => {
    const [listed] = [...world.gitlab.deployments.values()];
    await Promise.all([
      world.observer.observe(world.place, [listed]),
      world.observer.observe(world.place, [listed]),
    ]);
    expect(await world.deployments()).toHaveLength(1);
  });
});
