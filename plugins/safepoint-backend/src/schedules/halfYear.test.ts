import { createSqlite } from '../agent/testUtils/createPortal';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { ScheduleWorld } from './__testUtils__/ScheduleWorld';
import {
  type WallClockSchedule,
  wallClockSlots,
} from './__testUtils__/wallClockSlots';

const begin = new Date('2026-09-28T00:00:00Z');
const end = new Date('2027-04-11T00:00:00Z');

const daily = (
  timezone: string,
  hour: number,
  minute: number,
  weekday?: number,
): WallClockSchedule => ({
  cron: `${minute} ${hour} * * ${weekday ?? '*'}`,
  timezone,
  daily: { hour, minute, weekday },
});

/** Over both changes of the clock in the north, and the other way round in the south. */
const schedules: WallClockSchedule[] = [
  daily('Europe/Berlin', 2, 30),
  daily('Europe/Berlin', 2, 0),
  daily('America/New_York', 2, 15),
  daily('America/New_York', 1, 45),
  daily('Australia/Lord_Howe', 2, 10),
  daily('Australia/Lord_Howe', 1, 45),
  daily('America/Havana', 0, 0),
  daily('Asia/Kathmandu', 3, 5),
  daily('Europe/Berlin', 2, 30, 0),
  { cron: '0 */6 * * *', timezone: 'Europe/Berlin', everyHours: 6 },
];

it('uses every slot of twenty stores exactly once in half a year, over both changes of the clock', async () => {
  const knex = createSqlite();
  const world = await ScheduleWorld.open(knex);
  world.now = begin;
  const portal = await world.createReplica();
  const stores: { store: StoredInstance; schedule: WallClockSchedule }[] = [];
  for (let count = 0; count < 20; count += 1) {
    const schedule = schedules[count % schedules.length];
    stores.push({
      store: await world.addStore({ backup: schedule }),
      schedule,
    });
  }
  await portal.syncer.sync(stores.map(({ store }) => store));
  for (let tick = 0; world.now < end; tick += 1) {
    const [row] = await knex('schedules').min({ next: 'look_at' });
    // Now and then a tick is late.
    const late = 120 + ((tick * 37) % 170);
    world.now = new Date(new Date(row.next).getTime() + late * 1_000);
    await portal.tick.run();
    await world.finishAll();
  }

  const until = new Date(+end - 86_400_000);
  for (const schedule of schedules) {
    const expected = wallClockSlots(schedule, begin, until);
    expect(expected.length).toBeGreaterThan(20);
    const own = stores.filter(one => one.schedule === schedule);
    expect(own).toHaveLength(2);
    for (const { store } of own) {
      const slots = await world.slotsOf(store);
      expect(slots.filter(slot => slot <= until.toISOString())).toEqual(
        expected,
      );
    }
  }
  await world.close();
  await knex.destroy();
}, 600_000);
