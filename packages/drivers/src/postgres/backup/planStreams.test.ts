import fc from 'fast-check';
import { planStreams, type SizedTable } from './planStreams';

const gigabyte = 1024 ** 3;
const table = (name: string, gigabytes: number): SizedTable => ({
  schema: 'public',
  name,
  bytes: gigabytes * gigabyte,
});
const four = ['a', 'b', 'c', 'd'].map(name => table(name, 1));
const auto = { streams: 'auto', cores: 2 } as const;

function namesOf(...parameters: Parameters<typeof planStreams>) {
  return planStreams(...parameters)?.map(tables =>
    tables.map(({ name }) => name),
  );
}

describe('planStreams', () => {
  it('shares tables out so that the streams end at about the same time', () => {
    expect(namesOf(four, auto)).toEqual([['a', 'c']]);
    expect(namesOf(four, { ...auto, cores: 8 })).toEqual([['a'], ['b'], ['c']]);
    expect(
      namesOf([table('big', 3), table('small', 1), table('less', 1)], auto),
    ).toEqual([['big']]);
  });

  it.each<[string, SizedTable[], { streams: 'auto' | number; cores: number }]>([
    ['a small database', [table('a', 0.3), table('b', 0.3)], auto],
    ['one table with nearly all', [table('a', 9), table('b', 1)], auto],
    ['a single core', four, { ...auto, cores: 1 }],
    ['no table', [], auto],
    ['the wish for one', four, { streams: 1, cores: 8 }],
  ])('takes one stream for %s', (_, tables, options) => {
    expect(namesOf(tables, options)).toBeUndefined();
  });

  it('does as it is told, also with little', () => {
    const small = [table('a', 0), table('b', 0)];
    expect(namesOf(small, { streams: 3, cores: 1 })).toEqual([['a'], ['b']]);
    expect(namesOf([], { streams: 3, cores: 1 })).toEqual([]);
  });

  it('names each table at most once, in no empty stream, and not too many', () => {
    const tables = fc.uniqueArray(
      fc.record({
        schema: fc.constant('public'),
        name: fc.string(),
        bytes: fc.nat(),
      }),
      { selector: ({ name }) => name, maxLength: 900 },
    );
    fc.assert(
      fc.property(tables, fc.integer({ min: 2, max: 8 }), (all, streams) => {
        const named = namesOf(all, { streams, cores: 1 }) ?? [];
        expect(named.length).toBeLessThan(streams);
        expect(named.every(names => names.length > 0)).toBe(true);
        const names = named.flat();
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeLessThanOrEqual(400);
        const known = new Set(all.map(({ name }) => name));
        expect(names.every(name => known.has(name))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
