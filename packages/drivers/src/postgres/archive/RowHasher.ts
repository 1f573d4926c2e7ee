const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

function finalMix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Not 0 if one of the four bytes is a newline (the zero-byte test of Hacker's Delight, 6-1). */
function findNewline(word: number): number {
  const other = word ^ 0x0a0a0a0a;
  return (other - 0x01010101) & ~other & 0x80808080;
}

/** The up to four bytes at `start`, of `length` bytes that are left, as a little-endian word. */
function readWord(view: DataView, start: number, length: number): number {
  if (length >= 4) return view.getInt32(start, true);
  let word = 0;
  for (let at = length - 1; at >= 0; at--) {
    word = (word << 8) | view.getUint8(start + at);
  }
  return word;
}

/**
 * MurmurHash3_x86_128 with seed 0, fed piece by piece: the same row gives the same hash wherever the
 * stream was cut. Not cryptographic: it tells loss and damage, the object's SHA-256 tells forgery.
 *
 * One loop over 32-bit words, because a cryptographic hash per row costs three times the dump.
 */
export class RowHasher {
  /** The four 32-bit words of the hash, valid after `finish` or `hashLine`. */
  h1 = 0;
  h2 = 0;
  h3 = 0;
  h4 = 0;
  private length = 0;
  private pendingLength = 0;
  private readonly pending = new Uint8Array(16);
  private readonly pendingView = new DataView(this.pending.buffer);

  reset(): void {
    this.h1 = 0;
    this.h2 = 0;
    this.h3 = 0;
    this.h4 = 0;
    this.length = 0;
    this.pendingLength = 0;
  }

  /** `view` and `bytes` show the same memory. */
  update(view: DataView, bytes: Uint8Array, start: number, end: number): void {
    let position = start;
    this.length += end - start;
    if (this.pendingLength > 0) {
      while (this.pendingLength < 16 && position < end) {
        this.pending[this.pendingLength++] = bytes[position++];
      }
      if (this.pendingLength < 16) return;
      this.mixBlocks(this.pendingView, 0, 16);
      this.pendingLength = 0;
    }
    const lastBlock = end - ((end - position) & 15);
    this.mixBlocks(view, position, lastBlock);
    for (position = lastBlock; position < end; position++) {
      this.pending[this.pendingLength++] = bytes[position];
    }
  }

  finish(): void {
    this.mixTail(this.pendingView, 0, this.pendingLength);
    this.mixLength(this.length);
  }

  /**
   * `reset`, `update` and `finish` in one, for a row that lies in one piece: no tail is copied. Answers
   * false, and leaves no hash, where one of the bytes is a newline.
   */
  hashLine(view: DataView, start: number, end: number): boolean {
    this.reset();
    const tail = (end - start) & 15;
    const newlines =
      this.mixBlocks(view, start, end - tail) |
      this.mixTail(view, end - tail, tail);
    this.mixLength(end - start);
    return newlines === 0;
  }

  /** Answers 0 if no byte is a newline. */
  private mixBlocks(view: DataView, start: number, end: number): number {
    let { h1, h2, h3, h4 } = this;
    let newlines = 0;
    for (let position = start; position < end; position += 16) {
      let k1 = view.getInt32(position, true);
      let k2 = view.getInt32(position + 4, true);
      let k3 = view.getInt32(position + 8, true);
      let k4 = view.getInt32(position + 12, true);
      newlines |=
        findNewline(k1) | findNewline(k2) | findNewline(k3) | findNewline(k4);

      k1 = Math.imul(k1, C1);
      k1 = Math.imul((k1 << 15) | (k1 >>> 17), C2);
      h1 ^= k1;
      h1 = ((h1 << 19) | (h1 >>> 13)) + h2;
      h1 = (Math.imul(h1, 5) + 0x561ccd1b) | 0;

      k2 = Math.imul(k2, C2);
      k2 = Math.imul((k2 << 16) | (k2 >>> 16), C3);
      h2 ^= k2;
      h2 = ((h2 << 17) | (h2 >>> 15)) + h3;
      h2 = (Math.imul(h2, 5) + 0x0bcaa747) | 0;

      k3 = Math.imul(k3, C3);
      k3 = Math.imul((k3 << 17) | (k3 >>> 15), C4);
      h3 ^= k3;
      h3 = ((h3 << 15) | (h3 >>> 17)) + h4;
      h3 = (Math.imul(h3, 5) + 0x96cd1c35) | 0;

      k4 = Math.imul(k4, C4);
      k4 = Math.imul((k4 << 18) | (k4 >>> 14), C1);
      h4 ^= k4;
      h4 = ((h4 << 13) | (h4 >>> 19)) + h1;
      h4 = (Math.imul(h4, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
    return newlines;
  }

  /**
   * The last bytes, fewer than 16. A word that is not there is 0, which changes nothing, as the reference
   * demands. Answers 0 if no byte is a newline.
   */
  private mixTail(view: DataView, start: number, length: number): number {
    const k1 = readWord(view, start, length);
    const k2 = readWord(view, start + 4, length - 4);
    const k3 = readWord(view, start + 8, length - 8);
    const k4 = readWord(view, start + 12, length - 12);
    let mixed = Math.imul(k4, C4);
    this.h4 ^= Math.imul((mixed << 18) | (mixed >>> 14), C1);
    mixed = Math.imul(k3, C3);
    this.h3 ^= Math.imul((mixed << 17) | (mixed >>> 15), C4);
    mixed = Math.imul(k2, C2);
    this.h2 ^= Math.imul((mixed << 16) | (mixed >>> 16), C3);
    mixed = Math.imul(k1, C1);
    this.h1 ^= Math.imul((mixed << 15) | (mixed >>> 17), C2);
    return (
      findNewline(k1) | findNewline(k2) | findNewline(k3) | findNewline(k4)
    );
  }

  private mixLength(length: number): void {
    let h1 = this.h1 ^ length;
    let h2 = this.h2 ^ length;
    let h3 = this.h3 ^ length;
    let h4 = this.h4 ^ length;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = finalMix((h2 + h1) | 0);
    h3 = finalMix((h3 + h1) | 0);
    h4 = finalMix((h4 + h1) | 0);
    h1 = finalMix(h1);
    h1 = (h1 + h2 + h3 + h4) | 0;
    this.h1 = h1;
    this.h2 = (h2 + h1) | 0;
    this.h3 = (h3 + h1) | 0;
    this.h4 = (h4 + h1) | 0;
  }
}
