import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { component, database } from '../__testUtils__/entities';
import { seedDeployment, seedInstance } from '../__testUtils__/seed';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { markAllPostures, markPosture } from './PostureMarks';
import { PostureWorld } from './__testUtils__/PostureWorld';

describe.each(testDatabases())('the evaluator on $name', ground => {
  let knex: Knex;
  let close: () => Promise<void>;
  let world: PostureWorld;

  beforeEach(async () => {
    ({ knex, close } = await ground.open());
    world = await PostureWorld.open(knex);
  });

  afterEach(() => close());

  const makeStore = async (name: string): Promise<StoredInstance> => {
    const instance = await seedInstance(
      { knex, storageRoot: '' },
      {
        entityRef: `resource:default/${name}`,
        identityStatus: 'accepted',
        createdAt: world.now,
      },
    );
    await knex('bindings').insert({
      id: ulid(),
      entity_ref: instance.entityRef,
      environment: instance.environment,
      operations: JSON.stringify(['backup']),
      issuer: 'https://gitlab.test',
      project_id: '5',
      status: 'confirmed',
      origin: 'config rule',
      created_at: world.now.toISOString(),
    });
    return instance;
  };

  const save = async (
    { id }: StoredInstance,
    overrides: Partial<RecordedPoint> = {},
  ): Promise<RecordedPoint> => {
    const point: RecordedPoint = {
      id: ulid(),
      instanceId: id,
      trigger: 'scheduled',
      status: 'available',
      stateAt: world.now,
      createdAt: world.now,
      level: 'L0',
      quarantined: false,
      revision: 0,
      ...overrides,
    };
    await agentStores(knex).points.insert(point);
    return point;
  };

  const prove = (point: RecordedPoint, id = ulid()) =>
    agentStores(knex).drills.insert({
      id,
      recoveryPointId: point.id,
      outcome: 'passed',
      level: 'L3',
      checks: [],
      phases: { apply: 60 },
      startedAt: world.now,
      finishedAt: world.now,
      revision: 1,
    });

  const protectedStore = async (name: string): Promise<StoredInstance> => {
    const instance = await makeStore(name);
    await prove(await save(instance));
    return instance;
  };

  it('evaluates what something happened to, once', async () => {
    const instance = await protectedStore('orders-db');
    const { tick } = world.replica();
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBe('protected');
    expect(await knex('posture_marks')).toEqual([]);
    expect(await tick.run()).toEqual({ evaluated: 0, failed: 0 });
  });

  it('tells at 14:03 that the RPO has run out at 14:03:10', async () => {
    const instance = await makeStore('orders-db');
    await prove(
      await save(instance, { stateAt: new Date('2026-03-10T13:03:10Z') }),
    );
    const { tick } = world.replica();
    await tick.run();
    const seen: [string, string | undefined][] = [];
    for (
      world.now = new Date('2026-03-10T14:03:00Z');
      world.now <= new Date('2026-03-10T14:03:25Z');
      world.advance(5)
    ) {
      await tick.run();
      seen.push([
        world.now.toISOString().slice(14, 19),
        await world.verdictOf(instance.id),
      ]);
    }
    expect(seen).toEqual([
      ['03:00', 'protected'],
      ['03:05', 'protected'],
      ['03:10', 'protected'],
      ['03:15', 'unprotected'],
      ['03:20', 'unprotected'],
      ['03:25', 'unprotected'],
    ]);
    expect(await world.openProblems()).toEqual(['rpo-missed']);
    const [problem] = await knex('problems');
    expect(problem.since).toBe('2026-03-10T14:03:10.000Z');
    await save(instance);
    await tick.run();
    expect(await world.openProblems()).toEqual([]);
  });

  it('catches up with all that became due while no portal ran', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `store-${index}`);
    const instances: StoredInstance[] = [];
    for (const name of names) instances.push(await protectedStore(name));
    const { tick } = world.replica();
    expect(await tick.run()).toEqual({ evaluated: 120, failed: 0 });
    world.advance(3 * 86_400);
    expect(await world.replica().tick.run()).toEqual({
      evaluated: 120,
      failed: 0,
    });
    expect(await world.verdictOf(instances[119].id)).toBe('unprotected');
    expect(await world.openProblems()).toHaveLength(120);
  }, 60_000);

  it('asks twice and does nothing where nothing is due, however much there is', async () => {
    await protectedStore('orders-db');
    await protectedStore('users-db');
    const { tick } = world.replica();
    await tick.run();
    const asked: string[] = [];
    knex.on('query', ({ sql }) => asked.push(sql));
    await tick.run();
    expect(asked.filter(sql => !/^(begin|commit)/i.test(sql))).toHaveLength(2);
  });

  it('evaluates the stores of a component that was deployed', async () => {
    const instance = await protectedStore('orders-db');
    world.entities = [
      component('orders', {
        owner: 'orders-team',
        dependsOn: [instance.entityRef],
      }),
      database('orders-db', {
        owner: 'orders-team',
        dependents: ['component:default/orders'],
      }),
    ];
    const { tick } = world.replica();
    await tick.run();
    await seedDeployment({ knex, storageRoot: '' }, { status: 'failed' });
    await markPosture(knex, {
      scope: 'component',
      subject: 'component:default/orders',
    });
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBe('at-risk');
    expect(await world.openProblems()).toEqual([
      expect.stringMatching(/^data-in-doubt:/),
    ]);
  });

  it('does not let one store hold up the others, and comes back to it', async () => {
    const broken = await protectedStore('broken-db');
    const fine = await protectedStore('fine-db');
    world.unanswered.add(broken.entityRef);
    const { tick } = world.replica();
    expect(await tick.run()).toEqual({ evaluated: 1, failed: 1 });
    expect(await world.verdictOf(fine.id)).toBe('protected');
    world.unanswered.clear();
    expect(await tick.run()).toEqual({ evaluated: 0, failed: 0 });
    world.advance(61);
    await tick.run();
    expect(await world.verdictOf(broken.id)).toBe('protected');
  });

  it('counts as failed when nothing of what is due could be evaluated', async () => {
    const broken = await protectedStore('broken-db');
    world.unanswered.add(broken.entityRef);
    await expect(world.replica().tick.run()).rejects.toThrow(
      /None of 1 postures/,
    );
  });

  it('evaluates each once, however many replicas there are', async () => {
    for (let index = 0; index < 40; index += 1) {
      await protectedStore(`store-${index}`);
    }
    await world.replica().tick.run();
    world.settled.length = 0;
    world.advance(3_601);
    const reports = await Promise.all(
      [world.replica(), world.replica(), world.replica()].map(({ tick }) =>
        tick.run(),
      ),
    );
    expect(reports.reduce((sum, { evaluated }) => sum + evaluated, 0)).toBe(40);
    expect(world.settled).toHaveLength(40);
  });

  it('leaves the row to the evaluation that knows more, and begins again', async () => {
    const instance = await protectedStore('orders-db');
    await world.replica().tick.run();
    let resume = () => {};
    const paused = new Promise<void>(resolve => {
      resume = resolve;
    });
    world.beforePolicies = () => paused;
    const slow = world.replica().evaluator.evaluate([instance]);
    await new Promise(resolve => setTimeout(resolve, 50));
    world.beforePolicies = async () => {};
    await save(instance, { status: 'corrupt' });
    await world.replica().tick.run();
    expect(await world.verdictOf(instance.id)).toBe('unprotected');
    world.settled.length = 0;
    resume();
    expect((await slow).get(instance.id)?.verdict).toBe('unprotected');
    const [{ revision }] = await knex('postures');
    expect(revision).toBe(3);
    expect(world.settled).toHaveLength(1);
  });

  it('does not lose what happens while it evaluates', async () => {
    const instance = await protectedStore('orders-db');
    world.beforePolicies = async () => {
      world.beforePolicies = async () => {};
      await save(instance, { status: 'missing' });
    };
    await world.replica().tick.run();
    expect(await world.verdictOf(instance.id)).toBe('unprotected');
    expect(await knex('posture_marks')).toEqual([]);
  });

  it('evaluates everything again after the index was rebuilt, and comes to the same', async () => {
    const instance = await protectedStore('orders-db');
    const { tick } = world.replica();
    await tick.run();
    const [before] = await knex('postures');
    await knex('postures').insert({ instance_id: 'GONE', due_at: '2026' });
    await knex('drills').update({ instance_id: null });
    await knex.transaction(trx => markAllPostures(trx));
    await tick.run();
    const [after, ...others] = await knex('postures');
    expect(others).toEqual([]);
    expect(after.posture).toBe(before.posture);
    expect(await world.verdictOf(instance.id)).toBe('protected');
  });

  it('does what a replica has claimed and did not finish', async () => {
    const instance = await protectedStore('orders-db');
    await knex('posture_marks').update({
      claimed_until: world.secondsAgo(-30).toISOString(),
    });
    const { tick } = world.replica();
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBeUndefined();
    world.advance(31);
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBe('protected');
  });

  it('reads a bounded part of a long history, and in it all that matters', async () => {
    const instance = await makeStore('orders-db');
    const idAt = (secondsAgo: number) =>
      ulid(world.secondsAgo(secondsAgo).getTime());
    const old = await save(instance, {
      id: idAt(900_000),
      stateAt: world.secondsAgo(900_000),
      createdAt: world.secondsAgo(900_000),
      status: 'corrupt',
    });
    const available = await save(instance, {
      id: idAt(800_000),
      stateAt: world.secondsAgo(600),
      createdAt: world.secondsAgo(800_000),
    });
    await prove(available, idAt(700_000));
    for (let index = 0; index < 200; index += 1) {
      await save(instance, {
        id: idAt(600_000 - index),
        stateAt: undefined,
        createdAt: world.secondsAgo(600_000 - index),
        status: 'failed',
      });
    }
    const rows: number[] = [];
    knex.on('query-response', (response: unknown[], { sql }) => {
      if (sql.includes('recovery_points')) rows.push(response.length);
    });
    await world.replica().tick.run();
    const [row] = await knex('postures');
    const { reasons, newestStateAt } = JSON.parse(row.posture);
    expect(newestStateAt).toBe(world.secondsAgo(600).toISOString());
    expect(
      reasons.map(({ code, message }: { code: string; message: string }) =>
        code === 'recovery-point-corrupt' ? message : code,
      ),
    ).toEqual([
      'last-backup-failed',
      expect.stringContaining(old.id),
      'rpo-met',
      'verified',
      'rto-met',
    ]);
    expect(Math.max(...rows)).toBeLessThan(60);
  });

  it('sees the store’s own backups behind however many were made elsewhere', async () => {
    const instance = await makeStore('orders-db');
    const idAt = (secondsAgo: number) =>
      ulid(world.secondsAgo(secondsAgo).getTime());
    const own = await save(instance, {
      id: idAt(90_000),
      stateAt: world.secondsAgo(90_000),
    });
    await save(instance, {
      id: idAt(80_000),
      stateAt: undefined,
      status: 'failed',
    });
    for (let index = 0; index < 40; index += 1) {
      await save(instance, { id: idAt(100 - index), trigger: 'external' });
    }
    await world.replica().tick.run();
    const [row] = await knex('postures');
    const { newestStateAt } = JSON.parse(row.posture);
    expect(new Date(newestStateAt)).toEqual(own.stateAt);
    expect(row.verdict).toBe('unprotected');
  });

  it('measures a store by other objectives at the next refresh at the latest', async () => {
    const instance = await protectedStore('orders-db');
    world.objectives = { ...world.objectives, rpoSeconds: 30 * 86_400 };
    const { tick } = world.replica();
    await tick.run();
    world.objectives = { ...world.objectives, rpoSeconds: 1_800 };
    world.advance(3_600);
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBe('unprotected');
  });

  it('gives a store that was just made known the time of its objective', async () => {
    const instance = await makeStore('orders-db');
    await markPosture(knex, { scope: 'instance', subject: instance.id });
    const { tick } = world.replica();
    await tick.run();
    expect(await world.verdictOf(instance.id)).toBe('never');
    expect(await world.openProblems()).toEqual([]);
    world.advance(3_599);
    await tick.run();
    expect(await world.openProblems()).toEqual([]);
    world.advance(1);
    await tick.run();
    expect(await world.openProblems()).toEqual(['never-saved']);
    world.advance(7 * 86_400);
    await tick.run();
    expect(await world.openProblems()).toEqual([
      'never-saved',
      'never-verified',
    ]);
  });
});
