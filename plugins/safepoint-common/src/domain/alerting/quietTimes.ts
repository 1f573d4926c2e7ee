/** @public */
export const weekdays = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const;

/** A part of some days in which only what is critical is told. @public */
export interface QuietTime {
  /** The days on which it begins. */
  days: (typeof weekdays)[number][];
  /** `HH:MM`, the first minute that is quiet. */
  from: string;
  /** `HH:MM`, the first minute that is not; on the next day if it is not after `from`. */
  to: string;
  /** IANA name. */
  timezone: string;
}

const minute = 60_000;
/** No more than a week: quiet times that leave no gap in it are refused where they are read. */
const longest = 8 * 24 * 60;

/** Until when it is quiet; none if it is not quiet now. @public */
export function quietUntil(times: QuietTime[], now: Date): Date | undefined {
  const isQuietAt = times.map(openQuietTime);
  let end = now.getTime();
  for (let step = 0; step < longest; step += 1) {
    const moment = new Date(end);
    if (!isQuietAt.some(isQuiet => isQuiet(moment))) break;
    end = (Math.floor(end / minute) + 1) * minute;
  }
  return end === now.getTime() ? undefined : new Date(end);
}

/** By the wall clock, so that a day of 23 or 25 hours has the same night. */
function openQuietTime({ days, from, to, timezone }: QuietTime) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const overnight = to <= from;
  return (moment: Date): boolean => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, value]),
    );
    const clock = `${parts.hour}:${parts.minute}`;
    const today = weekdays.findIndex(
      day => day === parts.weekday.toLocaleLowerCase('en-US'),
    );
    const yesterday = (today + 6) % 7;
    const beginsOn = (day: number) => days.includes(weekdays[day]);
    if (!overnight) return beginsOn(today) && clock >= from && clock < to;
    return (
      (beginsOn(today) && clock >= from) || (beginsOn(yesterday) && clock < to)
    );
  };
}
