import fc from 'fast-check';
import { jitterSeconds, shareOf } from './jitter';
import { shortestIntervalSeconds } from './interval';

const hourly = { cron: '0 * * * *', timezone: 'Europe/Berlin' };
const daily = { cron: '0 3 * * *', timezone: 'Europe/Berlin' };
const idOf = (index: number) => `01JZ0000000000000000${1_000 + index}AB`;

it.each([
  ['0 * * * *', 3_600],
  ['*/15 * * * *', 900],
  ['30 2,14 * * *', 43_200],
  ['0 9-17 * * 1-5', 3_600],
  ['0 3 * * 0', 604_800],
])('knows the shortest interval of %s', (cron, seconds) => {
  expect(shortestIntervalSeconds({ cron, timezone: 'UTC' })).toBe(seconds);
});

it('is the same for the same instance and work, and at most what is said', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 26 }),
      fc.constantFrom('backup' as const, 'drill' as const),
      fc.integer({ min: 0, max: 3_600 }),
      (instanceId, kind, max) => {
        const key = { instanceId, kind };
        const seconds = jitterSeconds(key, hourly, max);
        expect(seconds).toBe(jitterSeconds(key, hourly, max));
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(Math.min(360, max));
      },
    ),
  );
});

it('spreads a fleet evenly, also one whose ids differ little', () => {
  const tenths = new Array(10).fill(0);
  for (let index = 0; index < 5_000; index += 1) {
    const share = shareOf({ instanceId: idOf(index), kind: 'backup' });
    tenths[Math.floor(share * 10)] += 1;
  }
  expect(Math.min(...tenths)).toBeGreaterThan(400);
  expect(Math.max(...tenths)).toBeLessThan(600);
});

it('is at most the limit where the interval is long', () => {
  const seconds = Array.from({ length: 1_000 }, (_, index) =>
    jitterSeconds({ instanceId: idOf(index), kind: 'drill' }, daily, 900),
  );
  expect(Math.max(...seconds)).toBeLessThan(900);
  expect(Math.max(...seconds)).toBeGreaterThan(850);
});
