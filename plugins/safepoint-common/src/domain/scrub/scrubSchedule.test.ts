import { fractionOf, isInShare, nextScrubAt } from './scrubSchedule';

const week = 7 * 86_400;
const now = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
// Ids of points that were made one after the other differ in few letters.
const ids = Array.from(
  { length: 10_000 },
  (_, index) => `01KB0000000000000000${String(index).padStart(6, '0')}`,
);

describe('the schedule of the scrub', () => {
  it('spreads what was made at once evenly over the period', () => {
    const days = new Array(7).fill(0);
    for (const id of ids) {
      const at = nextScrubAt(id, now, week);
      expect(at.getTime()).toBeGreaterThan(now.getTime());
      expect(at.getTime()).toBeLessThanOrEqual(later(week).getTime());
      days[Math.ceil((at.getTime() - now.getTime()) / 86_400_000) - 1] += 1;
    }
    for (const count of days) {
      expect(count).toBeGreaterThan(1_429 * 0.9);
      expect(count).toBeLessThan(1_429 * 1.1);
    }
  });

  it('comes round once in every period, however late somebody looks', () => {
    const [id] = ids;
    const first = nextScrubAt(id, now, week);
    const late = new Date(first.getTime() + 5 * 86_400_000);
    expect(nextScrubAt(id, first, week).getTime()).toBe(
      first.getTime() + week * 1_000,
    );
    expect(nextScrubAt(id, late, week).getTime()).toBe(
      first.getTime() + week * 1_000,
    );
  });

  it('reads about the share that is asked for, and others in the next period', () => {
    const read = (at: Date) =>
      ids.filter(id => isInShare(id, at, { periodSeconds: week, share: 0.02 }));
    const [one, other] = [read(now), read(later(week))];
    expect(one.length).toBeGreaterThan(150);
    expect(one.length).toBeLessThan(250);
    expect(other.length).toBeGreaterThan(150);
    expect(one.filter(id => other.includes(id)).length).toBeLessThan(20);
  });

  it('reads all or nothing where that is asked for', () => {
    const share = (part: number) =>
      ids.filter(id => isInShare(id, now, { periodSeconds: week, share: part }))
        .length;
    expect([share(0), share(1)]).toEqual([0, ids.length]);
  });

  it('makes fractions of every text', () => {
    for (const text of ['', 'a', ...ids.slice(0, 100)]) {
      expect(fractionOf(text)).toBeGreaterThanOrEqual(0);
      expect(fractionOf(text)).toBeLessThan(1);
    }
  });
});
