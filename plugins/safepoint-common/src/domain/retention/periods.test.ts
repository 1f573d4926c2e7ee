import { dayOf, monthOf, weekOf, yearOf } from './periods';

describe('periods in UTC', () => {
  it.each([
    ['2026-11-23T23:59:59.999Z', '2026-11-23', '2026-W48', '2026-11', '2026'],
    ['2026-11-22T23:00:00Z', '2026-11-22', '2026-W47', '2026-11', '2026'],
    // The first days of January may belong to the last week of the year before, and the other way round.
    ['2027-01-01T00:00:00Z', '2027-01-01', '2026-W53', '2027-01', '2027'],
    ['2024-12-30T12:00:00Z', '2024-12-30', '2025-W01', '2024-12', '2024'],
    ['2020-02-29T12:00:00Z', '2020-02-29', '2020-W09', '2020-02', '2020'],
    ['2026-01-01T00:00:00Z', '2026-01-01', '2026-W01', '2026-01', '2026'],
  ])('%s', (text, day, week, month, year) => {
    const moment = new Date(text);
    expect([
      dayOf(moment),
      weekOf(moment),
      monthOf(moment),
      yearOf(moment),
    ]).toEqual([day, week, month, year]);
  });
});
