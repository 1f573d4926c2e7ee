import fc from 'fast-check';
import {
  formatArchive,
  type ArchiveTable,
} from '../../testUtils/formatArchive';
import { ArchiveScanner } from './ArchiveScanner';
import { fingerprintOf } from './fingerprintOf';

function scan(archive: Buffer, cuts: number[] = []) {
  const scanner = new ArchiveScanner();
  const borders = [
    0,
    ...cuts.map(cut => cut % (archive.length + 1)),
    archive.length,
  ];
  borders.sort((a, b) => a - b);
  borders.slice(1).forEach((end, index) => {
    const chunk = Buffer.from(archive.subarray(borders[index], end));
    scanner.push(chunk);
    chunk.fill(0xee); // its memory is used again
  });
  return fingerprintOf([scanner.finish()]);
}

// COPY text: no raw newline, and a backslash of the data is doubled.
const row = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map(text => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n'));
const tables: fc.Arbitrary<ArchiveTable[]> = fc
  .array(fc.array(row, { maxLength: 12 }), { maxLength: 4 })
  .map(all =>
    all.map((rows, index) => ({ schema: 'public', name: `t${index}`, rows })),
  );

const sample: ArchiveTable[] = [
  { schema: 'public', name: 'orders', rows: ['1\ta', '2\tb', '2\tb', '\\\\.'] },
  { schema: 'Odd', name: 'a"b', rows: ['', '\\N'] },
];

describe('ArchiveScanner', () => {
  it('gives the same fingerprint wherever the stream is cut and however rows share chunks', () => {
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom(14, 15, 16),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (all, minor, rowsPerChunk, cuts) => {
          const expected = scan(formatArchive(all));
          expect(
            scan(formatArchive(all, { minor, rowsPerChunk }), cuts),
          ).toEqual(expected);
          expect(expected.tables.map(table => table.rows)).toEqual(
            all.map(({ rows }) => rows.length),
          );
        },
      ),
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), rows => {
        const of = (some: string[]) =>
          scan(formatArchive([{ schema: 's', name: 't', rows: some }]));
        expect(of([...rows].reverse())).toEqual(of(rows));
      }),
    );
  });

  it.each<[string, (all: ArchiveTable[]) => void]>([
    ['a changed value', ([orders]) => orders.rows.splice(0, 1, '1\tA')],
    ['a lost row', ([orders]) => orders.rows.splice(1, 1)],
    ['a row that came twice', ([orders]) => orders.rows.push('1\ta')],
    ['two equal rows that came', ([orders]) => orders.rows.push('9', '9')],
    [
      'one of two equal rows replaced by another',
      ([orders]) => orders.rows.splice(1, 1, '1\ta'),
    ],
    [
      'a null instead of an empty text',
      ([, odd]) => odd.rows.splice(0, 1, '\\N'),
    ],
    ['a lost table', all => all.pop()],
    [
      'a row that moved to another table',
      ([orders, odd]) => odd.rows.push(orders.rows.pop()!),
    ],
  ])('sees %s', (_, damage) => {
    const damaged = structuredClone(sample);
    damage(damaged);
    expect(scan(formatArchive(damaged))).not.toEqual(
      scan(formatArchive(sample)),
    );
  });

  it('names tables as SQL does', () => {
    const { tables: found } = scan(formatArchive(sample));
    expect(found.map(({ name, rows }) => [name, rows])).toEqual([
      ['"Odd"."a""b"', 2],
      ['public.orders', 4],
    ]);
  });

  it('never calls an archive whole that ends early, wherever it ends', () => {
    const archive = formatArchive(sample);
    for (let end = 0; end < archive.length; end++) {
      expect(() => scan(archive.subarray(0, end))).toThrow();
    }
  });

  it.each([
    [
      'no archive at all',
      Buffer.from('<html>an error page of some proxy</html>'),
    ],
    ['an unknown format version', formatArchive(sample, { minor: 17 })],
    ['compressed data', formatArchive(sample, { compression: 1 })],
    [
      'bytes after the last block',
      Buffer.concat([formatArchive(sample), Buffer.from([9])]),
    ],
    [
      'data of a table twice',
      Buffer.concat([
        formatArchive(sample),
        formatArchive(sample).subarray(-70),
      ]),
    ],
  ])('refuses %s', (_, archive) => {
    expect(() => scan(archive)).toThrow(
      expect.objectContaining({ kind: 'dump-not-understood' }),
    );
  });
});
