import { IANAZone } from 'luxon';

/** A schedule in words, so that its slots can be found without reading cron. */
export interface WallClockSchedule {
  cron: string;
  timezone: string;
  /** Once a day at that time. */
  daily?: { hour: number; minute: number; weekday?: number };
  /** At every full hour that it divides. */
  everyHours?: number;
}

const minute = 60_000;

/**
 * The slots between two moments, found minute by minute on the wall clock of the zone: of a daily one the first
 * moment of the day at which the clock shows its time or a later one.
 */
export function wallClockSlots(
  schedule: WallClockSchedule,
  from: Date,
  to: Date,
): string[] {
  const zone = IANAZone.create(schedule.timezone);
  const done = new Set<string>();
  const slots: string[] = [];
  let offset = 0;
  // From the day before, so that the first day is a whole one.
  for (let at = +from - 86_400_000; at <= +to; at += minute) {
    // No zone changes its clock within a quarter of an hour.
    if (at % (15 * minute) === 0) offset = zone.offset(at);
    const wall = new Date(at + offset * minute);
    if (isSlot(schedule, wall, done) && at > +from) {
      slots.push(new Date(at).toISOString());
    }
  }
  return slots;
}

function isSlot(
  { daily, everyHours }: WallClockSchedule,
  wall: Date,
  done: Set<string>,
): boolean {
  const [hour, minutes] = [wall.getUTCHours(), wall.getUTCMinutes()];
  if (!daily) return minutes === 0 && hour % (everyHours ?? 1) === 0;
  const { weekday = wall.getUTCDay() } = daily;
  if (wall.getUTCDay() !== weekday) return false;
  if (hour * 60 + minutes < daily.hour * 60 + daily.minute) return false;
  const day = wall.toISOString().slice(0, 10);
  if (done.has(day)) return false;
  done.add(day);
  return true;
}
