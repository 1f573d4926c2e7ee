import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { migrationsDirectory } from '../database/migrate';
import { type ScheduledTask, scheduleTasks } from '../tasks';
import { boundOfTask } from './boundOfTask';
import { Heartbeats } from './Heartbeats';

const schedule = { frequency: { seconds: 30 }, timeout: { seconds: 60 } };

describe.each(testDatabases())('heartbeats on $name', ground => {
  let knex: Knex;
  let close: () => Promise<void>;
  let now: Date;

  beforeEach(async () => {
    ({ knex, close } = await ground.open());
    await knex.migrate.latest({ directory: migrationsDirectory });
    now = new Date('2026-03-10T12:00:00Z');
  });

  afterEach(() => close());

  const advance = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  /** A process of the portal with these tasks; `run` is what the scheduler does. */
  const startPortal = async (tasks: ScheduledTask[]) => {
    const heartbeats = new Heartbeats({ knex, now: () => now });
    const scheduled = new Map<string, () => Promise<void>>();
    const scheduler = {
      scheduleTask: async (task: { id: string; fn: () => Promise<void> }) => {
        scheduled.set(task.id, task.fn);
      },
    };
    // Of the scheduler, only this is used.
    await scheduleTasks(
      scheduler as unknown as SchedulerService,
      tasks,
      heartbeats,
    );
    return { heartbeats, run: (id: string) => scheduled.get(id)?.() };
  };

  it('are given by every task after each success, and by none that failed', async () => {
    let fails = false;
    const { heartbeats, run } = await startPortal([
      {
        id: 'evaluate',
        schedule,
        run: async () => {
          if (fails) throw new Error('no');
        },
      },
    ]);
    advance(100);
    await run('evaluate');
    expect(await heartbeats.check()).toMatchObject([{ ageSeconds: 0 }]);
    fails = true;
    advance(150);
    await expect(run('evaluate')).rejects.toThrow('no');
    expect(await heartbeats.findStandstill()).toBeUndefined();
    advance(1);
    const since = '2026-03-10T12:01:40.000Z';
    expect(await heartbeats.findStandstill()).toEqual({
      since,
      tasks: [{ task: 'evaluate', since, ageSeconds: 151, boundSeconds: 150 }],
    });
    fails = false;
    await run('evaluate');
    expect(await heartbeats.findStandstill()).toBeUndefined();
  });

  it('count from the beginning of a task that never succeeded, restarts included', async () => {
    const tasks = [{ id: 'evaluate', schedule, run: async () => {} }];
    await startPortal(tasks);
    advance(151);
    const { heartbeats } = await startPortal(tasks);
    expect(await heartbeats.findStandstill()).toMatchObject({
      since: '2026-03-10T12:00:00.000Z',
    });
  });

  it('are those of whatever replica ran the task', async () => {
    const tasks = [{ id: 'evaluate', schedule, run: async () => {} }];
    const one = await startPortal(tasks);
    const other = await startPortal(tasks);
    advance(151);
    await one.run('evaluate');
    expect(await other.heartbeats.findStandstill()).toBeUndefined();
  });

  it('are not expected of a task that nobody schedules any more', async () => {
    await startPortal([{ id: 'former', schedule, run: async () => {} }]);
    advance(10_000);
    const { heartbeats } = await startPortal([]);
    expect(await heartbeats.findStandstill()).toBeUndefined();
  });
});

it.each<[string, Parameters<typeof boundOfTask>[0], number]>([
  ['three rounds and the timeout', { schedule }, 150],
  [
    'two minutes at least',
    { schedule: { frequency: { seconds: 5 }, timeout: { seconds: 20 } } },
    120,
  ],
  [
    'what the task says itself',
    { schedule, mayStandStillSeconds: 3_600 },
    3_600,
  ],
  [
    'a day and a little of what runs by cron',
    { schedule: { frequency: { cron: '0 3 * * *' }, timeout: { minutes: 1 } } },
    26 * 3_600,
  ],
])('the bound is %s', (_, task, seconds) => {
  expect(boundOfTask(task)).toBe(seconds);
});
