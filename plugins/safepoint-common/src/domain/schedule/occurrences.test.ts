import fc from 'fast-check';
import { findScheduleProblem, newestSlot, nextSlot } from './occurrences';

const list = (cron: string, timezone: string, after: string, count: number) => {
  const slots: string[] = [];
  let last = new Date(after);
  while (slots.length < count) {
    last = nextSlot({ cron, timezone }, last)!;
    slots.push(last.toISOString().replace(':00.000', ''));
  }
  return slots;
};

describe('a schedule with fixed hours', () => {
  it.each<[string, string, string, string, string[]]>([
    [
      'fires right after the hour that does not exist',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ],
    [
      'fires once in the hour that exists twice, the first time',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'keeps to several hours of a day',
      '30 2,14 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-24T12:30Z', '2026-10-25T00:30Z', '2026-10-25T13:30Z'],
    ],
    [
      'fires once after the gap for all that it left out',
      '0,30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T00:30Z'],
    ],
    [
      'has fixed hours also with a step in its minutes',
      '*/30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T00:30Z'],
    ],
    [
      'goes by New York’s gap',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00:00Z',
      ['2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ],
    [
      'goes by New York’s repeated hour',
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'goes by Lord Howe’s gap of half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    [
      'goes by Lord Howe’s repeated half hour',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T00:00:00Z',
      ['2026-04-04T14:45Z', '2026-04-05T15:15Z'],
    ],
    [
      'leaves out the day that Apia left out',
      '0 12 * * *',
      'Pacific/Apia',
      '2011-12-29T00:00:00Z',
      ['2011-12-29T22:00Z', '2011-12-30T22:00Z', '2011-12-31T22:00Z'],
    ],
    [
      'starts the day late where there is no midnight',
      '0 0 * * *',
      'America/Havana',
      '2026-03-07T12:00:00Z',
      ['2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ],
  ])('%s', (_, cron, timezone, after, slots) => {
    expect(list(cron, timezone, after, slots.length)).toEqual(slots);
  });
});

describe('a schedule that goes by intervals', () => {
  it.each<[string, string, string, string, string[]]>([
    [
      'goes on through the hour that exists twice',
      '0 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:30:00Z',
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    ],
    [
      'goes on over the hour that does not exist',
      '0 * * * *',
      'Europe/Berlin',
      '2026-03-28T23:30:00Z',
      ['2026-03-29T00:00Z', '2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    ],
    [
      'leaves out what does not exist, so that once a year two hours are three',
      '0 */2 * * *',
      'Europe/Berlin',
      '2026-03-28T22:30:00Z',
      ['2026-03-28T23:00Z', '2026-03-29T02:00Z', '2026-03-29T04:00Z'],
    ],
    [
      'is even in half an hour that exists twice',
      '*/30 * * * *',
      'Australia/Lord_Howe',
      '2026-04-04T14:40:00Z',
      ['2026-04-04T15:00Z', '2026-04-04T15:30Z', '2026-04-04T16:00Z'],
    ],
  ])('%s', (_, cron, timezone, after, slots) => {
    expect(list(cron, timezone, after, slots.length)).toEqual(slots);
  });
});

const schedules = fc.record({
  cron: fc.constantFrom(
    ...['0 * * * *', '*/15 * * * *', '30 2 * * *', '*/20 1-3 * * *'],
    ...['0 3 * * 0', '15 2,14 * * *', '45 1 1 * *', '0 */6 * * *'],
  ),
  timezone: fc.constantFrom(
    ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'],
    ...['Australia/Lord_Howe', 'Pacific/Apia', 'America/Havana'],
  ),
});
const moments = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
});

it('looks forward and back at the same slots', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(schedules, moments, (schedule, moment) => {
      const next = nextSlot(schedule, moment)!;
      expect(next.getTime()).toBeGreaterThan(moment.getTime());
      expect(newestSlot(schedule, next)).toEqual(next);
      const newest = newestSlot(schedule, moment)!;
      expect(newest.getTime()).toBeLessThanOrEqual(moment.getTime());
      expect(nextSlot(schedule, newest)).toEqual(next);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['* * * *', 'UTC', /is no schedule of five fields/],
  ['0 0 * * * *', 'UTC', /is no schedule of five fields/],
  ['61 * * * *', 'UTC', /is no schedule.*minute/],
  ['0 0 30 2 *', 'UTC', /never comes/],
  ['0 0 * * *', 'Mars/Phobos', /no time zone 'Mars\/Phobos'/],
])('says what is wrong with %s in %s', (cron, timezone, problem) => {
  expect(findScheduleProblem({ cron, timezone })).toMatch(problem);
});

it('finds nothing wrong with a good one', () => {
  expect(
    findScheduleProblem({ cron: '0 3 * * 0', timezone: 'Europe/Berlin' }),
  ).toBeUndefined();
});
