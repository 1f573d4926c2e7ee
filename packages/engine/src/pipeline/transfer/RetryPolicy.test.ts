import fc from 'fast-check';
import { defaultRetryPolicy, waitBefore } from './RetryPolicy';

describe('waitBefore', () => {
  it('is anything between nothing and a limit that doubles up to the longest wait', () => {
    const longest = (attempt: number) =>
      waitBefore(attempt, defaultRetryPolicy, () => 1);
    expect([1, 2, 3, 4].map(longest)).toEqual([250, 500, 1000, 2000]);
    expect(longest(100)).toBe(15_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), attempt => {
        const wait = waitBefore(attempt, defaultRetryPolicy);
        return wait >= 0 && wait <= longest(attempt);
      }),
    );
  });
});
