import { testGrounds } from '../../__testUtils__/testGrounds';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import { createAgentServices } from '../createAgentServices';
import { FakeAgent } from '../testUtils/FakeAgent';
import { ProofRoom } from '../testUtils/ProofRoom';
import { RequestDesk } from '../testUtils/RequestDesk';

describe.each(testGrounds())('requests on $name', ground => {
  let room: ProofRoom;

  beforeEach(async () => {
    room = await ProofRoom.open(ground);
  });
  afterEach(() => room.leave());

  it('of a backup are claimed by the job of their pipeline, once', async () => {
    const request = await room.desk.put({
      kind: 'backup',
      instanceId: room.instanceId,
    });
    const plan = await room.desk.open(request);
    expect(plan).toMatchObject({
      operation: 'backup',
      backups: [{ entityRef: 'resource:default/orders-db' }],
    });
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'running',
      runId: plan.runId,
    });
    await expect(room.desk.open(request)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    const made = await room.agent.complete(plan, await room.agent.upload(plan));
    await room.agent.finish(plan);
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'succeeded',
      recoveryPointId: made.id,
    });
  });

  it.each<[string, object]>([
    ['another project', { project_id: '42', job_project_id: '42' }],
    ['another pipeline', { pipeline_id: '901' }],
    ['another ref', { ref: 'feature' }],
    ['an unprotected ref', { ref_protected: 'false' }],
    ['a pipeline that somebody pushed', { pipeline_source: 'push' }],
  ])('are not for %s', async (_, claims) => {
    const request = await room.desk.put({
      kind: 'backup',
      instanceId: room.instanceId,
    });
    await expect(room.desk.open(request, claims)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'triggered',
    });
  });

  it('wait for the portal to have recorded its pipeline', async () => {
    const request = await room.desk.put({
      kind: 'backup',
      instanceId: room.instanceId,
      status: 'triggering',
      pipelineId: undefined,
    });
    const opening = room.desk.open(request);
    setTimeout(() => {
      room.bench.stores.requests.update(request, {
        status: 'triggered',
        pipelineId: '900',
      });
    }, 200);
    await expect(opening).resolves.toMatchObject({ operation: 'backup' });
  });

  it('have GitLab asked for the pipeline whose creation was not answered', async () => {
    const request = await room.desk.put({
      kind: 'backup',
      instanceId: room.instanceId,
      status: 'triggering',
      pipelineId: undefined,
    });
    const lookUpPipeline = jest.fn(async (asked: RecoveryRequest) =>
      room.bench.stores.requests.update(asked, {
        status: 'triggered',
        pipelineId: '900',
      }),
    );
    const services = createAgentServices({
      ...room.bench.dependencies,
      lookUpPipeline,
    });
    const opening = new RequestDesk(
      room.bench,
      new FakeAgent(room.bench, services),
    );
    await expect(opening.open(request)).resolves.toMatchObject({
      operation: 'backup',
    });
    expect(lookUpPipeline).toHaveBeenCalledTimes(1);
  }, 20_000);

  it('are failed when their run is lost', async () => {
    const request = await room.desk.put({
      kind: 'backup',
      instanceId: room.instanceId,
    });
    await room.desk.open(request);
    room.bench.advance(301);
    await room.bench.services.sweeper.sweep();
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: { kind: 'run-lost' },
    });
  });

  it('of a point whose manifest is gone fail with the reason', async () => {
    await room.bench.storage.deleteObject(room.keyOf('manifest.json'));
    const request = await room.desk.put({
      kind: 'restore',
      instanceId: room.instanceId,
      recoveryPointId: room.pointId,
    });
    await expect(room.desk.open(request)).rejects.toThrow(/manifest-missing/);
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: {
        kind: 'not-started',
        message: expect.stringMatching(/manifest-missing/),
      },
    });
  });
});
