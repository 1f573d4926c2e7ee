import fc from 'fast-check';
import { judgeUsual } from './judgeUsual';
import type { UsualSample } from './UsualSample';

/** One that is usual in itself: a table of users and one of orders, which compress to a third. */
function sample(rows: number, changes: Partial<UsualSample> = {}): UsualSample {
  return {
    rows,
    sourceBytes: rows * 100,
    storedBytes: rows * 33,
    tables: [
      { name: 'public.users', rows: Math.ceil(rows * 0.1) },
      { name: 'public.orders', rows: rows - Math.ceil(rows * 0.1) },
    ],
    seconds: 30,
    ...changes,
  };
}
const steady = Array.from({ length: 20 }, (_, i) => sample(10_000 + i));
const codes = (history: UsualSample[], point: UsualSample) =>
  judgeUsual(history, point).map(({ code }) => code);

describe('what is unusual about a recovery point', () => {
  it('is nothing where it is like those before it', () => {
    expect(judgeUsual(steady, sample(10_020))).toEqual([]);
  });

  it('is not said of a store that has few points', () => {
    expect(judgeUsual(steady.slice(0, 4), sample(0))).toEqual([]);
    expect(judgeUsual(steady.slice(0, 5), sample(0))).not.toEqual([]);
  });

  it.each<[string, UsualSample, string[]]>([
    ['an empty dump', sample(0), ['size', 'rows', 'compressibility']],
    ['half of the rows gone, and more', sample(4_000), ['size', 'rows']],
    ['three times as much', sample(30_000), ['size', 'rows']],
    ['half a minute more', sample(10_000, { seconds: 60 }), []],
    ['an hour instead', sample(10_000, { seconds: 3_600 }), ['duration']],
    [
      'what does not compress any more',
      sample(10_000, { storedBytes: 1_000_000 }),
      ['compressibility'],
    ],
    [
      'a table that is gone',
      sample(10_000, { tables: [{ name: 'public.orders', rows: 10_000 }] }),
      ['table-gone'],
    ],
    [
      'a table that is empty',
      sample(10_000, {
        tables: [
          { name: 'public.users', rows: 0 },
          { name: 'public.orders', rows: 10_000 },
        ],
      }),
      ['table-empty'],
    ],
  ])('is told of %s', (_, point, expected) => {
    const found = codes(steady, point);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(expected.length > 0).toBe(found.length > 0);
  });

  it('has its numbers', () => {
    const [warning] = judgeUsual(steady, sample(4_000));
    expect(warning).toMatchObject({ code: 'size', value: 400_000 });
    expect(warning.message).toMatch(/400000 bytes;.* to .* would be usual/);
    expect(Math.round(warning.usual / 1_000)).toBe(1_002);
    expect(warning.low).toBeLessThan(warning.usual);
    expect(warning.high).toBeGreaterThan(warning.usual);
  });

  it('names few of many lost tables, and counts the others', () => {
    const tables = Array.from({ length: 30 }, (_, i) => ({
      name: `public.${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i)}`,
      rows: 100 + i,
    }));
    const before = steady.map(one => ({ ...one, tables }));
    const warnings = judgeUsual(before, sample(10_000, { tables: [] }));
    expect(warnings).toHaveLength(5);
    expect(warnings[4].message).toBe('26 more tables are gone or empty.');
  });

  it('takes the rotation of partitions for what it is', () => {
    const withPartition = (month: string) => [
      { name: 'public.orders', rows: 10_000 },
      { name: `public.events_2026_${month}`, rows: 500 },
    ];
    const before = steady.map(one => ({ ...one, tables: withPartition('10') }));
    const point = sample(10_000, { tables: withPartition('11') });
    expect(judgeUsual(before, point)).toEqual([]);
  });

  it('minds no table that is small or was empty before', () => {
    const withQueue = (rows: number) => [
      { name: 'public.orders', rows: 10_000 },
      { name: 'public.queue', rows },
    ];
    const quiet = steady.map((one, i) => ({
      ...one,
      tables: withQueue(i === 3 ? 0 : 200),
    }));
    const small = steady.map(one => ({ ...one, tables: withQueue(4) }));
    const point = sample(10_000, { tables: withQueue(0) });
    expect(judgeUsual(quiet, point)).toEqual([]);
    expect(judgeUsual(small, point)).toEqual([]);
  });

  it('does not call the point after a bad one unusual', () => {
    expect(judgeUsual([...steady, sample(10)], sample(10_020))).toEqual([]);
  });

  it('gets used to a jump that lasts', () => {
    const after = Array.from({ length: 11 }, () => sample(50_000));
    expect(judgeUsual([...steady, ...after], sample(50_000))).toEqual([]);
  });

  it('never gets used to nothing', () => {
    const empty = Array.from({ length: 40 }, () => sample(0));
    expect(codes([...steady, ...empty], sample(0))).toContain('rows');
  });
});

describe('what holds for any history', () => {
  const histories = fc.array(fc.integer({ min: 1_000, max: 2_000_000 }), {
    minLength: 5,
    maxLength: 25,
  });

  it('scaling all of it changes no verdict', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: 9_000_000 }),
        fc.integer({ min: 2, max: 1_000 }),
        (rows, last, factor) => {
          const history = rows.map(one => sample(one));
          const scaled = rows.map(one => sample(one * factor));
          const plain = codes(history, sample(last));
          const other = codes(scaled, sample(last * factor));
          expect(other.filter(isOfData)).toEqual(plain.filter(isOfData));
        },
      ),
    );
  });

  it('an empty dump is always unusual', () => {
    fc.assert(
      fc.property(histories, rows => {
        const history = rows.map(one => sample(one));
        expect(codes(history, sample(0))).toContain('rows');
      }),
    );
  });

  it('slow growth and slow decline never are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.9, max: 1.2, noNaN: true }),
        fc.integer({ min: 5, max: 40 }),
        (growth, length) => {
          const rows = Array.from({ length: length + 1 }, (_, i) =>
            Math.round(1_000_000 * growth ** i),
          );
          const all = rows.map(one => sample(one));
          expect(judgeUsual(all.slice(0, -1), all[length])).toEqual([]);
        },
      ),
    );
    // By the same number each time, from almost nothing.
    for (let length = 5; length < 100; length += 1) {
      const all = Array.from({ length: length + 1 }, (_, i) =>
        sample(100 * (i + 1)),
      );
      expect(judgeUsual(all.slice(0, -1), all[length])).toEqual([]);
    }
  });
});

/** Of the data itself; small tables and short times have bounds of their own. */
function isOfData(code: string): boolean {
  return code === 'size' || code === 'rows';
}
