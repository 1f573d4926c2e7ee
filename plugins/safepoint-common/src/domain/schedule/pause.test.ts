import { findPauseProblems, isPaused } from './pause';

const now = new Date('2026-05-01T00:00:00Z');
const rules = { now, longestSeconds: 30 * 86_400 };
const good = { until: new Date('2026-05-02T00:00:00Z'), reason: 'migration' };

it('takes a pause that ends, with a reason', () => {
  expect(findPauseProblems(good, rules)).toEqual([]);
});

it('says all that is wrong at once', () => {
  expect(findPauseProblems({ until: now, reason: ' ' }, rules)).toEqual([
    expect.stringMatching(/until` is over/),
    expect.stringMatching(/reason` is missing/),
  ]);
  expect(
    findPauseProblems(
      { ...good, until: new Date('2026-05-31T00:00:01Z') },
      rules,
    ),
  ).toEqual([expect.stringMatching(/lasts 30 days at most/)]);
  expect(
    findPauseProblems({ ...good, until: new Date('tomorrow') }, rules),
  ).toEqual([expect.stringMatching(/is no moment/)]);
});

it('ends by itself', () => {
  expect(isPaused(good, now)).toBe(true);
  expect(isPaused(good, good.until)).toBe(false);
});
