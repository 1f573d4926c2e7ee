import fc from 'fast-check';
import { RowHasher } from './RowHasher';

function hash(pieces: Buffer[]): string {
  const hasher = new RowHasher();
  hasher.reset();
  for (const piece of pieces) {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.length);
    hasher.update(view, piece, 0, piece.length);
  }
  hasher.finish();
  return read(hasher);
}

function read(hasher: RowHasher): string {
  return [hasher.h1, hasher.h2, hasher.h3, hasher.h4]
    .map(word => (word >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

describe('RowHasher', () => {
  // Computed with an independent implementation of MurmurHash3_x86_128, seed 0.
  it.each([
    ['', '00000000000000000000000000000000'],
    ['a', 'a794933c5556b01b5556b01b5556b01b'],
    ['hello', '2b2444a0db91def79adb31b69adb31b6'],
    [
      'The quick brown fox jumps over the lazy dog',
      '2f1583c3ecee2c675d7bf66ce5e91d2c',
    ],
  ])('hashes %p as the reference does', (text, expected) => {
    expect(hash([Buffer.from(text)])).toBe(expected);
  });

  it('gives the same hash wherever the row was cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.array(fc.nat(100), { maxLength: 5 }),
        (bytes, cuts) => {
          const row = Buffer.from(bytes);
          const borders = [
            0,
            ...cuts.map(cut => Math.min(cut, row.length)),
            row.length,
          ].sort((a, b) => a - b);
          const pieces = borders
            .slice(1)
            .map((end, index) => row.subarray(borders[index], end));
          expect(hash(pieces)).toBe(hash([row]));
        },
      ),
    );
  });

  it('hashes a row in one piece as in many, wherever it lies, and sees a newline in it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(20),
        (bytes, offset) => {
          const row = Buffer.from(bytes);
          const memory = Buffer.concat([Buffer.alloc(offset, '\n'), row]);
          const view = new DataView(
            memory.buffer,
            memory.byteOffset,
            memory.length,
          );
          const hasher = new RowHasher();
          const isOneRow = hasher.hashLine(view, offset, memory.length);
          expect(isOneRow).toBe(!row.includes(0x0a));
          expect(read(hasher)).toBe(hash([row]));
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
});
