import { longestGap } from './longestGap';

const hours = (cron: string, timezone = 'UTC') =>
  (longestGap({ cron, timezone })?.seconds ?? NaN) / 3_600;

it.each([
  ['0 * * * *', 'UTC', 1],
  ['0 * * * *', 'Europe/Berlin', 1],
  ['0 */2 * * *', 'UTC', 2],
  ['*/15 * * * *', 'Europe/Berlin', 0.25],
  ['* * * * *', 'UTC', 1 / 60],
  ['*/5 9-17 * * *', 'UTC', 15 + 5 / 60],
  ['0 3 * * *', 'UTC', 24],
  // In autumn the night has one hour more.
  ['0 3 * * *', 'Europe/Berlin', 25],
  ['0 0 * * *', 'Australia/Lord_Howe', 24.5],
  ['0 3 * * 0', 'UTC', 168],
  ['0 3 * * 0', 'Europe/Berlin', 169],
  ['0 4 1 * *', 'UTC', 31 * 24],
  ['0 9 * * 1-5', 'UTC', 72],
  // The longest year is a leap year.
  ['0 0 1 1 *', 'UTC', 366 * 24],
])("leaves at most, with '%s' in %s, %d hours", (cron, timezone, expected) => {
  expect(hours(cron, timezone)).toBeCloseTo(expected, 6);
});

it('says when the longest gap begins', () => {
  const gap = longestGap({ cron: '0 3 * * *', timezone: 'Europe/Berlin' });
  expect(gap?.from.toISOString()).toBe('2026-10-24T01:00:00.000Z');
});

it.each(['0 3 30 2 *', '0 0 29 2 *'])(
  'has no gap to tell of a schedule that does not come round: %s',
  cron => {
    expect(longestGap({ cron, timezone: 'UTC' })).toBeUndefined();
  },
);
