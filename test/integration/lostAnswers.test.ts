import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestView } from '@safepoint/backstage-plugin-safepoint-common';
import { LosingProxy } from '../support/portal/LosingProxy';
import { WatchingProxy } from '../support/portal/WatchingProxy';
import { requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

const open = /^POST .*\/agent\/runs$/;
const sign = /\/parts$/;
const complete = /\/complete$/;
const openPoint = /\/open$/;
const proof = /\/drill-result$/;
const progress = /\/restore-progress$/;
const finish = /\/finish$/;

requireServer('postgres')('an agent', () => {
  let world: RecoveryWorld;
  let proxy: LosingProxy;

  beforeAll(async () => {
    world = await RecoveryWorld.start(undefined, {
      lease: { duration: { seconds: 10 }, heartbeatInterval: { seconds: 2 } },
    });
    proxy = await LosingProxy.start(world.portal.url);
  });

  afterAll(async () => {
    await proxy?.stop();
    await world?.stop();
  });

  const throughProxy = () => ({ SAFEPOINT_PORTAL_URL: proxy.url });

  async function approveRestore(recoveryPointId: string): Promise<RequestView> {
    const { instance } = await world.recovery();
    const { id } = await world.ask<RequestView>('dana', '/requests', {
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId,
      reason: 'What was written since is wrong.',
    });
    return world.ask('sam', `/requests/${id}/decisions`, {
      decision: 'approve',
    });
  }

  it('makes one recovery point, though every answer was lost once', async () => {
    proxy.loseOnce([open, sign, complete, finish]);

    const ended = await world.job(
      ['backup', '--trigger', 'baseline'],
      {},
      throughProxy(),
    );

    expect(ended).toMatchObject({ code: 0 });
    expect(proxy.lost).toHaveLength(4);
    const { recoveryPoints } = await world.recovery();
    expect(recoveryPoints.map(({ status }) => status)).toEqual(['available']);
  });

  it('is given a receipt that opens the gate, though the first one was lost', async () => {
    proxy.loseOnce([finish]);
    const file = `${world.folder}/receipt.env`;

    const ended = await world.job(
      ['backup', '--trigger', 'pre-deploy', '--receipt-file', file],
      { pipeline_id: '710' },
      throughProxy(),
    );

    expect(ended).toMatchObject({ code: 0 });
    expect(proxy.lost).toHaveLength(1);
    const receipt = await world.readReceipt(file);
    const confirmed = await world.confirmGate(receipt, { pipeline_id: '710' });
    expect(confirmed.status).toBe(200);
    const reported = await world.job(['report', '--outcome', 'succeeded'], {
      pipeline_id: '710',
    });
    expect(reported).toMatchObject({ code: 0 });
  });

  it('drills once and hears of it, though every answer was lost once', async () => {
    proxy.loseOnce([open, openPoint, proof, finish]);

    const ended = await world.job(['drill'], {}, throughProxy());

    expect(ended).toMatchObject({ code: 0 });
    expect(ended.output).toContain('proven to level L3');
    expect(proxy.lost).toHaveLength(4);
  });

  it('restores once and says so, though every answer was lost once', async () => {
    const saved = await world.store.read();
    const { id } = await world.backUp();
    await world.store.run('delete from orders');
    const request = await approveRestore(id);
    proxy.loseOnce([open, progress, progress, progress, finish]);

    const ended = await world.operation(request, { variables: throughProxy() });

    expect(ended).toMatchObject({ code: 0 });
    expect(proxy.lost).toHaveLength(5);
    expect(await world.store.read()).toEqual(saved);
    expect(await world.ask('dana', `/requests/${request.id}`)).toMatchObject({
      status: 'succeeded',
      level: 'L3',
    });
  });

  it('that dies after the switch leaves no word that the restore failed', async () => {
    const saved = await world.store.read();
    const { id } = await world.backUp();
    await world.store.run('delete from orders');
    const request = await approveRestore(id);
    const watching = await WatchingProxy.start(world.portal.url);
    // Applied, checked, switched.
    const killWhen = watching.watch({ call: progress, count: 3, at: 'before' });

    const ended = await world.operation(request, {
      variables: { SAFEPOINT_PORTAL_URL: watching.url },
      killWhen,
    });

    await watching.stop();
    expect(ended.code).toBeNull();
    expect(await world.store.read()).toEqual(saved);
    const recorded = await settled(request);
    expect(recorded.problem).toMatchObject({
      kind: 'switch-unknown',
      message: expect.stringMatching(/may be the restored store by now\. Look/),
    });
    // The hint leads to what was live before.
    const suffix = /ending in (\w+)\.$/.exec(recorded.problem!.message)?.[1];
    const kept = (await world.store.databases()).filter(name =>
      name.endsWith(suffix ?? '-'),
    );
    expect(kept).toHaveLength(1);
    // The restored store is another one to PostgreSQL, which nobody is alarmed about.
    await world.backUp();
    expect((await world.recovery()).instance).toMatchObject({
      identityStatus: 'accepted',
    });
  });

  async function settled({ id }: RequestView): Promise<RequestView> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const request = await world.ask<RequestView>('dana', `/requests/${id}`);
      if (request.finishedAt || Date.now() > deadline) return request;
      await sleep(500);
    }
  }
});
