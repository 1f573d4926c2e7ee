import { median, pairedRatio } from './pairedRatio';

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])('takes the median of %j', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('compares pair by pair, so that a slower machine in between does not count', () => {
  // Medians alone would say 22 / 20 = 1.1.
  expect(pairedRatio([12, 22, 120], [10, 20, 100])).toBeCloseTo(1.2);
});

it('refuses halves of pairs, and nothing at all', () => {
  expect(() => pairedRatio([1, 2], [1])).toThrow('two halves');
  expect(() => pairedRatio([], [])).toThrow('nothing');
});
