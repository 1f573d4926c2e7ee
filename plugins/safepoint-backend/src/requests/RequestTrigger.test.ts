import { TriggerWorld } from '../__testUtils__/TriggerWorld';

describe('RequestTrigger', () => {
  let world: TriggerWorld;

  beforeAll(async () => {
    world = await TriggerWorld.open();
  });

  afterAll(() => world.close());

  beforeEach(() => world.startGitLab());

  afterEach(() => world.gitlab.stop());

  it('takes up a request that a crash left between asking and writing down, without asking twice', async () => {
    const request = await world.approve();
    const claimed = await world.requests.change(request, {
      status: 'triggering',
      issuer: world.gitlab.url,
      projectId: '77',
      nextTriggerAt: new Date(world.now.getTime() + 120_000),
    });
    await fetch(`${world.gitlab.url}/api/v4/projects/77/pipeline`, {
      method: 'POST',
      body: JSON.stringify({ ref: 'main', inputs: { request: request.id } }),
    });
    const settled = await world.createReplica().trigger.resume(claimed);
    expect(settled.status).toBe('triggered');
    expect(world.pipelinesOf(request)).toHaveLength(1);
  });

  it('looks up for a job that is there already, and makes none', async () => {
    const request = await world.approve();
    world.gitlab.faults = [{ effect: 'after', answer: 'reset' }];
    world.gitlab.readFaults = ['reset', 'reset'];
    const { trigger } = world.createReplica();
    const waiting = await trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    world.gitlab.readFaults = [];
    expect(await world.createReplica().trigger.lookUp(waiting)).toMatchObject({
      status: 'triggered',
      pipelineId: String(world.pipelinesOf(request)[0].id),
    });
    expect(world.creationsOf(request)).toHaveLength(1);
  });

  it('makes none when it only looks, however late', async () => {
    const request = await world.approve();
    world.gitlab.faults = [{ effect: 'before', answer: 'reset' }];
    const { trigger } = world.createReplica();
    const waiting = await trigger.trigger(request);
    world.pass(300);
    expect(await trigger.lookUp(waiting)).toEqual(waiting);
    expect(world.creationsOf(request)).toHaveLength(1);
  });

  it('does not try again before GitLab had time to finish', async () => {
    const request = await world.approve();
    world.gitlab.faults = [{ effect: 'before', answer: { status: 502 } }];
    const waiting = await world.createReplica().trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    await world.createReplica().trigger.resume(waiting);
    expect(
      world.gitlab.requests.filter(({ method }) => method === 'POST'),
    ).toHaveLength(1);
    world.pass(121);
    const settled = await world.createReplica().trigger.resume(waiting);
    expect(settled.status).toBe('triggered');
    expect(world.pipelinesOf(request)).toHaveLength(1);
  });

  it('gives up after an hour, in red', async () => {
    const request = await world.approve();
    const { trigger } = world.createReplica();
    await world.gitlab.stop();
    const waiting = await trigger.trigger(request);
    expect(waiting.status).toBe('triggering');
    world.pass(3_700);
    const settled = await trigger.resume(waiting);
    expect(settled).toMatchObject({
      status: 'failed',
      problem: { kind: 'pipeline-not-made' },
    });
    await world.startGitLab();
  });

  it('notices a pipeline that ended without a word', async () => {
    const request = await world.approve();
    await world.createReplica().trigger.trigger(request);
    world.pipelinesOf(request)[0].status = 'canceled';
    await world.createReplica().reconciler.run();
    expect(await world.requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: {
        kind: 'pipeline-ended',
        message: expect.stringContaining('canceled'),
      },
    });
  });

  it('lets a request expire that nobody decided on', async () => {
    const request = await world.approve();
    const waiting = await world.requests.change(request, {
      status: 'awaiting-approval',
    });
    world.pass(86_400);
    await world.createReplica().reconciler.run();
    expect((await world.requests.find(waiting.id))?.status).toBe('expired');
  });
});
