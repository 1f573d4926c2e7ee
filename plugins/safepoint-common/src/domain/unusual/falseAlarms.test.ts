import { judgeUsual } from './judgeUsual';
import type { UsualSample } from './UsualSample';

jest.setTimeout(60_000);

/** Always the same numbers. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The plausible life of a store: growth, noise, weekends, loads in batches, and a clean-up now and then. */
function* live(random: () => number): Generator<UsualSample> {
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let rows = Math.exp(8 + 8 * random());
  const growth = 1 + 0.02 * random();
  const noise = 0.001 + 0.05 * random();
  const weekend = 0.15 * random();
  const bytesPerRow = 50 + 500 * random();
  const ratio = 0.15 + 0.5 * random();
  const speed = 20e6 * (1 + random());
  for (let day = 0; ; day += 1) {
    rows *= growth * (1 + noise * normal() * 0.2);
    // A load in a batch, and a clean-up once a month.
    if (random() < 0.01) rows *= 1 + 0.25 * random();
    if (day % 30 === 29) rows *= 1 - 0.2 * random();
    const season = day % 7 > 4 ? 1 - weekend : 1;
    const count = Math.max(1, Math.round(rows * season));
    const sourceBytes = count * bytesPerRow * (1 + 0.02 * normal());
    yield {
      rows: count,
      sourceBytes,
      storedBytes: sourceBytes * ratio * (1 + 0.02 * normal()),
      tables: [{ name: 'orders', rows: count }],
      seconds: (5 + sourceBytes / speed) * Math.exp(0.3 * normal()),
    };
  }
}

const days = 365;

function simulate(
  stores: number,
  spoil: (sample: UsualSample) => UsualSample,
): number {
  const random = seeded(20_261_123);
  let warned = 0;
  for (let store = 0; store < stores; store += 1) {
    const samples: UsualSample[] = [];
    for (const sample of live(random)) {
      if (samples.length >= 5) {
        const point = spoil(sample);
        if (judgeUsual(samples.slice(-20), point).length > 0) warned += 1;
      }
      samples.push(sample);
      if (samples.length === days) break;
    }
  }
  return warned / (stores * (days - 5));
}

describe('of the points of a plausible fleet in a year', () => {
  it('less than one in a thousand is called unusual', () => {
    const rate = simulate(80, sample => sample);
    expect(rate).toBeLessThan(0.001);
  });

  it('nine in ten of those are found that lost two thirds of their rows', () => {
    const rate = simulate(10, sample => ({
      ...sample,
      rows: Math.floor(sample.rows / 3),
      sourceBytes: sample.sourceBytes / 3,
      storedBytes: sample.storedBytes / 3,
    }));
    expect(rate).toBeGreaterThan(0.9);
  });
});
