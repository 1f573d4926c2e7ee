import fc from 'fast-check';
import { RowSummer } from './RowSummer';

/** The sum of one row is its hash. */
function hash(pieces: Buffer[]): string {
  const summer = new RowSummer();
  summer.beginTable();
  for (const piece of pieces) {
    const { start, end } = summer.load(piece);
    summer.takePiece(start, end);
  }
  summer.endRow();
  return summer.sum().hash;
}

function chunkOf(row: string): Buffer {
  const bytes = Buffer.from(`${row}\n`);
  const length = Buffer.alloc(5);
  length.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([length, bytes]);
}

function takeLines(chunks: Buffer) {
  const summer = new RowSummer();
  summer.memory.fill('\n');
  summer.beginTable();
  const { start, end } = summer.load(chunks);
  const stoppedAt = summer.takeLines(start, end) - start;
  return { stoppedAt, ...summer.sum() };
}

const row = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('RowSummer', () => {
  // Computed with an independent implementation of MurmurHash3_x64_128, seed 0.
  it.each([
    ['', '00000000000000000000000000000000'],
    ['a', '85555565f6597889e6b53a48510e895a'],
    ['hello', 'cbd8a7b341bd9b025b1e906a48ae1d19'],
    [
      'The quick brown fox jumps over the lazy dog',
      'e34bbc7bbc071b6c7a433ca9c49a9347',
    ],
  ])('hashes %p as the reference does', (text, expected) => {
    expect(hash([Buffer.from(text)])).toBe(expected);
    expect(takeLines(chunkOf(text)).hash).toBe(expected);
  });

  it('gives the same hash wherever the row was cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.array(fc.nat(100), { maxLength: 5 }),
        (bytes, cuts) => {
          const whole = Buffer.from(bytes);
          const borders = [
            0,
            ...cuts.map(cut => Math.min(cut, whole.length)),
            whole.length,
          ].sort((a, b) => a - b);
          const pieces = borders
            .slice(1)
            .map((end, index) => whole.subarray(borders[index], end));
          expect(hash(pieces)).toBe(hash([whole]));
        },
      ),
    );
  });

  it('tells rows apart that differ in one bit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.nat(),
        (bytes, at) => {
          const other = Buffer.from(bytes);
          other[at % other.length] ^= 1 << at % 8;
          expect(hash([other])).not.toBe(hash([Buffer.from(bytes)]));
        },
      ),
    );
  });

  it('takes whole chunks of one row each as their pieces, up to the first that is anything else', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.nat(), (rows, cut) => {
        const isLine = (text: string) =>
          !text.includes('\n') && !text.startsWith('\\.');
        const other = rows.findIndex(text => !isLine(text));
        const taken = other < 0 ? rows : rows.slice(0, other);
        const borders = [0, ...taken].map(
          (_, count) =>
            Buffer.concat(taken.slice(0, count).map(chunkOf)).length,
        );
        const chunks = Buffer.concat(rows.map(chunkOf));
        expect(takeLines(chunks)).toMatchObject({
          stoppedAt: borders.at(-1),
          rows: taken.length,
        });
        const length = cut % (chunks.length + 1);
        expect(takeLines(chunks.subarray(0, length)).stoppedAt).toBe(
          Math.max(...borders.filter(border => border <= length)),
        );
      }),
    );
  });

  it('sums up the same for the same rows in any order, and counts them', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), rows => {
        const lines = rows.map(text => text.replaceAll(/[\n\\]/g, ' '));
        const sum = takeLines(Buffer.concat(lines.map(chunkOf)));
        const reversed = [...lines].reverse().map(chunkOf);
        expect(takeLines(Buffer.concat(reversed))).toEqual(sum);
        expect(sum.rows).toBe(lines.length);
        expect(sum.bytes).toBe(
          Buffer.from(lines.map(l => `${l}\n`).join('')).length,
        );
      }),
    );
  });

  it.each([
    ['a length of nothing', Buffer.alloc(5)],
    ['a negative length', Buffer.from([1, 2, 0, 0, 0, 97, 10])],
    [
      'a length beyond any memory',
      Buffer.from([0, 255, 255, 255, 255, 97, 10]),
    ],
    ['a row without its end', Buffer.from([0, 2, 0, 0, 0, 97, 97])],
  ])('leaves %s to its caller', (_, chunk) => {
    const sum = takeLines(Buffer.concat([chunkOf('a'), chunk, chunkOf('b')]));
    expect(sum).toMatchObject({ stoppedAt: 7, rows: 1 });
  });

  it('has room for the largest load', () => {
    const bytes = Buffer.alloc(RowSummer.capacity, 'x');
    expect(hash([bytes])).toBe(hash([bytes.subarray(7), bytes.subarray(0, 7)]));
  });
});
