import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { fingerprint } from '../testUtils/FakeAgent';
import { ProofRoom } from '../testUtils/ProofRoom';

describe.each(testGrounds())('restores on $name', ground => {
  let room: ProofRoom;

  beforeEach(async () => {
    room = await ProofRoom.open(ground);
  });
  afterEach(() => room.leave());

  const start = async () => {
    const request = await room.desk.put({
      kind: 'restore',
      instanceId: room.instanceId,
      recoveryPointId: room.pointId,
    });
    return { request, plan: await room.desk.open(request) };
  };
  const report = async (
    plan: RunPlan,
    body: Parameters<Workbench['services']['restores']['report']>[1],
  ) => room.bench.services.restores.report(await room.agent.run(plan), body);

  it('go on after a check that reached the level, and are recorded with the way back', async () => {
    const { request, plan } = await start();
    expect(plan.restore).toMatchObject({
      recoveryPointId: room.pointId,
      level: 'L3',
    });
    expect(
      await report(plan, {
        step: 'checked',
        proof: room.agent.proof(room.manifestOf(plan)),
      }),
    ).toMatchObject({ proceed: true, level: 'L3' });
    await report(plan, { step: 'switched', kept: 'orders_before' });
    await room.agent.finish(plan);
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'succeeded',
      kept: 'orders_before',
      level: 'L3',
      phases: { apply: 2 },
    });
    expect(await room.point()).toMatchObject({ level: 'L3' });
  });

  it('make the next backup tell which store it is now', async () => {
    const { plan } = await start();
    await report(plan, {
      step: 'checked',
      proof: room.agent.proof(room.manifestOf(plan)),
    });
    await report(plan, { step: 'switched' });
    await room.agent.finish(plan);
    const next = await room.agent.open();
    await room.agent.complete(
      next,
      await room.agent.upload(next, undefined, { identity: { oid: '2' } }),
    );
    expect(
      await room.bench.stores.instances.find(room.instanceId),
    ).toMatchObject({
      identity: { oid: '2' },
      identityStatus: 'accepted',
    });
  });

  it('do not go on when the content differs, and say where', async () => {
    const { request, plan } = await start();
    const answer = await report(plan, {
      step: 'checked',
      proof: room.agent.proof(room.manifestOf(plan), {
        fingerprint: {
          ...fingerprint,
          tables: [{ ...fingerprint.tables[0], rows: 2 }],
        },
      }),
    });
    expect(answer.proceed).toBe(false);
    expect(answer.reason).toMatch(/table public\.orders.*2 rows/);
    await room.agent.finish(plan, 'failed');
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'failed',
    });
  });

  it('are not finished as succeeded before the switch-over', async () => {
    const { plan } = await start();
    await report(plan, {
      step: 'checked',
      proof: room.agent.proof(room.manifestOf(plan)),
    });
    await expect(room.agent.finish(plan)).rejects.toThrow(/switch-over/);
  });

  it('that were switched over unchecked are recorded as what they are', async () => {
    const { request, plan } = await start();
    await report(plan, { step: 'switched', kept: 'orders_before' });
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'failed',
      kept: 'orders_before',
      problem: { kind: 'switched-unchecked' },
    });
  });

  it('whose job is lost after it was told to go on are not said to have failed to switch', async () => {
    const { request, plan } = await start();
    await report(plan, {
      step: 'checked',
      proof: room.agent.proof(room.manifestOf(plan)),
    });
    room.bench.advance(301);
    await room.bench.services.sweeper.sweep();
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'failed',
      problem: {
        kind: 'switch-unknown',
        message: expect.stringContaining(plan.runId.toLowerCase()),
      },
    });
    // Whichever store it is now: the next backup tells.
    expect(
      await room.bench.stores.instances.find(room.instanceId),
    ).toMatchObject({
      identityStatus: 'unknown',
    });
  });

  it('whose job is lost before or after that are recorded as what they were', async () => {
    const lost = await start();
    room.bench.advance(301);
    await room.bench.services.sweeper.sweep();
    expect(
      await room.bench.stores.requests.find(lost.request.id),
    ).toMatchObject({
      problem: { kind: 'run-lost' },
    });
    const { request, plan } = await start();
    await report(plan, {
      step: 'checked',
      proof: room.agent.proof(room.manifestOf(plan)),
    });
    await report(plan, { step: 'switched', kept: 'orders_before' });
    room.bench.advance(301);
    await room.bench.services.sweeper.sweep();
    expect(await room.bench.stores.requests.find(request.id)).toMatchObject({
      status: 'succeeded',
      kept: 'orders_before',
    });
  });

  it('answer every step again as they did', async () => {
    const { plan } = await start();
    for (const body of [
      {
        step: 'checked' as const,
        proof: room.agent.proof(room.manifestOf(plan)),
      },
      { step: 'switched' as const, kept: 'orders_before' },
    ]) {
      expect(await report(plan, body)).toEqual(await report(plan, body));
    }
    expect(await room.agent.finish(plan)).toEqual(
      await room.agent.finish(plan),
    );
    expect(
      await room.bench.stores.drills.listByPoints([room.pointId]),
    ).toHaveLength(1);
  });

  it('keep the gate shut', async () => {
    await start();
    await expect(room.agent.open({ trigger: 'pre-deploy' })).rejects.toThrow(
      /a restore/,
    );
  });

  it('do not go on when somebody else may be at the store', async () => {
    const { plan } = await start();
    room.bench.advance(301);
    await room.agent.open();
    await expect(
      report(plan, {
        step: 'checked',
        proof: room.agent.proof(room.manifestOf(plan)),
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });
});
