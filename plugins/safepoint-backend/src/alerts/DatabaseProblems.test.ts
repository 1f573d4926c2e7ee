import type {
  Problem,
  ProblemSubject,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { migrationsDirectory } from '../database/migrate';
import { DatabaseProblems, type ProblemChange } from './DatabaseProblems';
import { problemMapping } from './problemMapping';
import { ProblemStore } from './ProblemStore';

const subject: ProblemSubject = {
  source: 'posture',
  entityRef: 'resource:default/orders-db',
  environment: 'production',
};
const late: Problem = {
  code: 'rpo-missed',
  severity: 'critical',
  title: 'orders-db can lose more than an hour',
  text: 'The newest recovery point is 61 minutes old. Back up now.',
  link: '/catalog/default/resource/orders-db/recovery',
  since: new Date('2026-03-10T14:03:10Z'),
};
const stale: Problem = { ...late, code: 'proof-stale', severity: 'high' };

describe.each(testDatabases())('DatabaseProblems on $name', database => {
  let knex: Knex;
  let close: () => Promise<void>;
  let now: Date;
  let changes: ProblemChange[];
  let problems: DatabaseProblems;

  const start = () =>
    new DatabaseProblems({
      knex,
      now: () => now,
      onChange: async change => {
        changes.push(change);
      },
    });

  beforeEach(async () => {
    ({ knex, close } = await database.open());
    await knex.migrate.latest({ directory: migrationsDirectory });
    now = new Date('2026-03-10T14:03:12Z');
    changes = [];
    problems = start();
  });
  afterEach(() => close());

  const list = async () =>
    (await knex('problems').orderBy('code').orderBy('id')).map(row =>
      problemMapping.fromRow(row),
    );
  const kinds = () =>
    changes.map(({ kind, problem }) => `${problem.code} ${kind}`);

  it('opens what is new, keeps what is known and resolves what is gone', async () => {
    await problems.settle(subject, [late, stale]);
    const opened = await list();
    expect(opened).toEqual([
      expect.objectContaining({ ...stale, ...subject, openedAt: now }),
      expect.objectContaining({ ...late, ...subject, openedAt: now }),
    ]);
    now = new Date('2026-03-10T14:10:00Z');
    await problems.settle(subject, [{ ...late, since: now }]);
    const [gone, kept] = await list();
    expect(kept).toEqual(opened[1]);
    expect(gone).toMatchObject({ id: opened[0].id, resolvedAt: now });
    expect(gone.openKey).toBeUndefined();
    expect(kinds().sort()).toEqual([
      'proof-stale opened',
      'proof-stale resolved',
      'rpo-missed opened',
    ]);
  });

  it('changes what weighs more now, and has somebody look at it', async () => {
    await problems.settle(subject, [stale]);
    await knex('problems').update({ next_look_at: null });
    await problems.settle(subject, [{ ...stale, severity: 'critical' }]);
    expect(await list()).toEqual([
      expect.objectContaining({ severity: 'critical', nextLookAt: now }),
    ]);
    expect(kinds()).toEqual(['proof-stale opened', 'proof-stale changed']);
  });

  it('is the same problem again until it is closed, and another one then', async () => {
    await problems.settle(subject, [late]);
    await problems.settle(subject, []);
    await problems.settle(subject, [late]);
    expect(await list()).toEqual([expect.objectContaining({ reopened: 1 })]);
    expect((await list())[0].resolvedAt).toBeUndefined();
    await problems.settle(subject, []);
    await knex('problems').update({ closed_at: now.toISOString() });
    await problems.settle(subject, [late]);
    expect(await list()).toHaveLength(2);
  });

  it('is acknowledged also if it was told of meanwhile, and not if it got graver', async () => {
    const store = new ProblemStore(knex);
    const acknowledgement = {
      acknowledgedAt: now,
      acknowledgedBy: 'user:default/dana',
    };
    await problems.settle(subject, [stale]);
    const [seen] = await list();
    await store.tryUpdate(seen, { toldAt: now });
    expect(await store.tryAcknowledge(seen, acknowledgement)).toMatchObject({
      ...acknowledgement,
      revision: 3,
    });
    expect(await store.tryAcknowledge(seen, acknowledgement)).toBeUndefined();
    await problems.settle(subject, [{ ...stale, severity: 'critical' }]);
    expect((await list())[0].acknowledgedBy).toBeUndefined();
    expect(await store.tryAcknowledge(seen, acknowledgement)).toBeUndefined();
  });

  it('leaves alone what others have found, elsewhere or of another source', async () => {
    await problems.settle(subject, [late]);
    for (const other of [
      { ...subject, source: 'scrub' as const },
      { ...subject, environment: 'staging' },
      { ...subject, entityRef: 'resource:default/stock-db' },
    ]) {
      await problems.settle(other, [late]);
      await problems.settle(other, []);
    }
    const open = (await list()).filter(({ resolvedAt }) => !resolvedAt);
    expect(open).toEqual([expect.objectContaining(subject)]);
  });

  it('settles nothing of a transaction that was rolled back', async () => {
    const changing = knex.transaction(async trx => {
      await problems.settle(subject, [late], trx);
      throw new Error('no');
    });
    await expect(changing).rejects.toThrow('no');
    expect(await list()).toEqual([]);
  });

  it('settles once what several replicas find at the same time', async () => {
    const replicas = Array.from({ length: 8 }, start);
    const settle = (found: Problem[]) =>
      Promise.all(replicas.map(replica => replica.settle(subject, found)));
    await settle([late, stale]);
    expect(await list()).toHaveLength(2);
    await settle([{ ...late, severity: 'high' }]);
    await settle([late]);
    await settle([]);
    await settle([late]);
    expect(await list()).toHaveLength(2);
    expect(kinds().sort()).toEqual([
      'proof-stale opened',
      'proof-stale resolved',
      'rpo-missed changed',
      'rpo-missed changed',
      'rpo-missed opened',
      'rpo-missed opened',
      'rpo-missed resolved',
    ]);
  });
});
