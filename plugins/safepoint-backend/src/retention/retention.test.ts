import { SafepointError, type Storage } from '@safepoint/engine';
import { testGrounds } from '../__testUtils__/testGrounds';
import { RequestDesk } from '../agent/testUtils/RequestDesk';
import { HoldStore } from './HoldStore';
import { day, grace, RetentionRoom } from './__testUtils__/RetentionRoom';

// Many steps each, on a machine that may be busy.
jest.setTimeout(60_000);

const whole = ['RUNBOOK.md', 'data.header', 'data.payload', 'manifest.json'];

describe.each(testGrounds())('retention on $name', ground => {
  let room: RetentionRoom;

  beforeEach(async () => {
    room = new RetentionRoom(await ground.createWorkbench());
  });
  afterEach(() => room.bench.stop());

  it('plans with a date first, and deletes after it what nothing keeps', async () => {
    const points = await room.backUp(3);
    await room.round();
    expect(await room.statuses(points)).toEqual([
      'expired',
      'expired',
      'available',
    ]);
    const planned = await room.point(points[0].id);
    expect(planned.deleteAfter!.getTime() - planned.expiredAt!.getTime()).toBe(
      grace * 1000,
    );
    await room.roundLater(grace - 60);
    expect(await room.leftOf(points[0].id)).toEqual(whole);
    await room.roundLater(61);
    expect(await room.statuses(points)).toEqual([
      'deleted',
      'deleted',
      'available',
    ]);
    expect(await room.leftOf(points[0].id)).toEqual([]);
    expect(await room.leftOf(points[2].id)).toEqual(whole);
    expect(await room.point(points[0].id)).toMatchObject({
      deletedAt: room.bench.clock.now,
    });
    expect(room.problems).toEqual([]);
  });

  it('deletes nothing where it is only to plan', async () => {
    const points = await room.backUp(2);
    await room.round();
    room.bench.advance(grace + 1);
    await room.round(room.start({ deletes: false }));
    expect(await room.statuses(points)).toEqual(['expired', 'available']);
    expect(await room.leftOf(points[0].id)).toEqual(whole);
  });

  it('takes back what a rule keeps after all, as late as at the moment of deletion', async () => {
    const points = await room.backUp(3);
    await room.round();
    room.bench.advance(grace + 1);
    room.rules = { ...room.rules, last: 2 };
    await room.services.rounds.deleteDue();
    expect(await room.statuses(points)).toEqual([
      'deleted',
      'available',
      'available',
    ]);
    expect(await room.point(points[1].id)).not.toHaveProperty('deleteAfter');
    expect(await room.leftOf(points[1].id)).toEqual(whole);
  });

  it('keeps what is under legal hold until it is released, and then gives it its grace', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    const hold = await room.hold(old.id);
    expect(await room.point(old.id)).toMatchObject({
      status: 'available',
      held: true,
    });
    await room.roundLater(30 * day);
    await room.roundLater(30 * day);
    expect((await room.point(old.id)).status).toBe('available');
    await room.release(hold.id);
    await room.round();
    expect(await room.point(old.id)).toMatchObject({ status: 'expired' });
    expect(await room.point(old.id)).not.toHaveProperty('held');
    await room.roundLater(grace + 1);
    expect((await room.point(old.id)).status).toBe('deleted');
    const stored = await new HoldStore(room.bench.knex).find(hold.id);
    expect(stored).toMatchObject({
      releasedBy: 'user:default/sam',
      releaseReason: 'closed',
      enforcement: 'lifted',
    });
  });

  it('keeps what is pinned until its date, and looks again at that moment', async () => {
    const [old] = await room.backUp(2);
    const until = new Date(room.bench.clock.now.getTime() + 10 * day * 1000);
    await room.pin(old.id, until);
    for (let passed = 0; passed < 9; passed += 1) await room.roundLater(day);
    expect((await room.point(old.id)).status).toBe('available');
    await room.roundLater(day + 1);
    expect((await room.point(old.id)).status).toBe('expired');
  });

  it('keeps what a restore is to use', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    const desk = new RequestDesk(room.bench, room.agent);
    const request = await desk.put({
      kind: 'restore',
      status: 'approved',
      instanceId: old.instanceId,
      recoveryPointId: old.id,
    });
    await room.roundLater(grace + 1);
    expect((await room.point(old.id)).status).toBe('available');
    await desk.open(
      await room.bench.stores.requests.update(request, { status: 'triggered' }),
    );
    await room.roundLater(60);
    expect((await room.point(old.id)).status).toBe('available');
  });

  it('plans and deletes nothing of a store that the catalog does not know', async () => {
    const points = await room.backUp(2);
    room.known = [];
    await room.round();
    expect(await room.statuses(points)).toEqual(['available', 'available']);
    expect(room.problems).toMatchObject([{ code: 'retention-undecided' }]);
    room.known = ['resource:default/orders-db'];
    await room.roundLater(day);
    expect(await room.statuses(points)).toEqual(['expired', 'available']);
    expect(room.problems).toEqual([]);
    room.known = [];
    await room.roundLater(grace + 1);
    expect(await room.statuses(points)).toEqual(['expired', 'available']);
    expect(await room.leftOf(points[0].id)).toEqual(whole);
  });

  it('keeps the last known good, which a mark may move to what was to go', async () => {
    const gated = await room.agent.backUp({ trigger: 'pre-deploy' });
    const token = gated.receipt!.token;
    room.bench.advance(60);
    const issuer = room.bench.issuer;
    await room.bench.services.gate.confirm(
      await issuer.mint({ job_id: '7002' }),
      token,
    );
    await room.bench.services.outcomes.report(await issuer.mint(), {
      environment: 'staging',
      outcome: 'succeeded',
    });
    const [after] = await room.backUp(1);
    await room.backUp(1);
    await room.round();
    expect(await room.statuses([gated.point, after])).toEqual([
      'expired',
      'expired',
    ]);
    const [deployment] = await room.bench.stores.deployments.listByEntities([
      'component:default/orders',
    ]);
    await room.bench.stores.deployments.change(deployment.id, {
      from: ['succeeded'],
      change: {
        markedBad: {
          since: deployment.startedAt!,
          by: 'user:default/sam',
          at: room.bench.clock.now,
          reason: 'it damages orders',
        },
      },
    });
    await room.roundLater(grace + 1);
    expect(await room.statuses([gated.point, after])).toEqual([
      'available',
      'deleted',
    ]);
  });

  it('leaves a point whole and says so where storage refuses', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    let refuses = true;
    const refusing = room.start({
      storage: refusingDeletions(room.bench.storage, () => refuses),
    });
    room.bench.advance(grace + 1);
    await room.round(refusing);
    const refused = await room.point(old.id);
    expect(refused).toMatchObject({
      status: 'expired',
      problem: { kind: 'deletion-refused' },
    });
    expect(refused).not.toHaveProperty('deletionStartedAt');
    expect(room.problems).toMatchObject([{ code: 'deletion-refused' }]);
    expect(await room.leftOf(old.id)).toEqual(whole);
    // It can still be kept, and is deleted once the storage lets it go.
    refuses = false;
    room.bench.advance(day + 1);
    await room.round(refusing);
    expect((await room.point(old.id)).status).toBe('deleted');
    expect(room.problems).toEqual([]);
  });

  it('deletes or holds, but never both', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    room.bench.advance(grace + 1);
    const [held] = await Promise.allSettled([
      room.hold(old.id),
      room.services.rounds.deleteDue(),
    ]);
    const { status } = await room.point(old.id);
    const left = await room.leftOf(old.id);
    expect({ held: held.status, status, left }).toEqual(
      held.status === 'fulfilled'
        ? { held: 'fulfilled', status: 'available', left: whole }
        : { held: 'rejected', status: 'deleted', left: [] },
    );
  });

  it('refuses a hold on what is being deleted', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    await room.bench.stores.points.transition(old.id, {
      from: ['expired'],
      to: 'expired',
      change: { deletionStartedAt: room.bench.clock.now },
    });
    await expect(room.hold(old.id)).rejects.toThrow(/being deleted/);
  });

  it('is done once by two replicas', async () => {
    const points = await room.backUp(4);
    const other = room.start();
    const both = async () => {
      await Promise.all([room.round(), room.round(other)]);
    };
    await both();
    room.bench.advance(grace + 1);
    await both();
    room.bench.advance(1000);
    await both();
    expect(await room.statuses(points)).toEqual([
      'deleted',
      'deleted',
      'deleted',
      'available',
    ]);
    const deletions = room.bench.audits.filter(
      ({ eventId, failed }) => eventId === 'recovery-point-delete' && !failed,
    );
    expect(deletions).toHaveLength(3);
  });
});

function refusingDeletions(storage: Storage, refuses: () => boolean): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...inputs: unknown[]) => {
        if (name === 'deleteObject' && refuses()) {
          return Promise.reject(
            new SafepointError({
              kind: 'storage-denied',
              message: 'The bucket answered AccessDenied (403).',
            }),
          );
        }
        return value.apply(target, inputs);
      };
    },
  });
}
