import { findFaults, formatFigures } from './describeResult';
import { combineResults } from './combineResults';
import { simulate } from './simulate';

jest.setTimeout(60_000);

const options = { seed: 5, stores: 30, days: 120 };

it('holds for a small fleet, in parts as in one', () => {
  const whole = simulate(options);
  expect(findFaults(whole)).toEqual([]);
  // Otherwise it would prove nothing.
  expect(whole.alerts.misses).toBeGreaterThan(5);
  expect(whole.deleted).toBeGreaterThan(50);
  const parts = [0, 1].map(index =>
    simulate({ ...options, part: { index, of: 2 } }),
  );
  expect(formatFigures(combineResults(parts))).toBe(formatFigures(whole));
});
