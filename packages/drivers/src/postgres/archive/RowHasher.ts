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

/**
 * MurmurHash3_x86_128 with seed 0, fed piece by piece: the same row gives the same hash wherever the
 * stream was cut. Not cryptographic: it tells loss and damage, the object's SHA-256 tells forgery.
 *
 * One loop over 32-bit words, because a cryptographic hash per row costs three times the dump.
 */
export class RowHasher {
  /** The four 32-bit words of the hash, valid after `finish`. */
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
    this.mixPending();
    const length = this.length | 0;
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

  private mixBlocks(view: DataView, start: number, end: number): void {
    let { h1, h2, h3, h4 } = this;
    for (let position = start; position < end; position += 16) {
      let k1 = Math.imul(view.getInt32(position, true), C1);
      let k2 = Math.imul(view.getInt32(position + 4, true), C2);
      let k3 = Math.imul(view.getInt32(position + 8, true), C3);
      let k4 = Math.imul(view.getInt32(position + 12, true), C4);

      k1 = Math.imul((k1 << 15) | (k1 >>> 17), C2);
      h1 ^= k1;
      h1 = ((h1 << 19) | (h1 >>> 13)) + h2;
      h1 = (Math.imul(h1, 5) + 0x561ccd1b) | 0;

      k2 = Math.imul((k2 << 16) | (k2 >>> 16), C3);
      h2 ^= k2;
      h2 = ((h2 << 17) | (h2 >>> 15)) + h3;
      h2 = (Math.imul(h2, 5) + 0x0bcaa747) | 0;

      k3 = Math.imul((k3 << 17) | (k3 >>> 15), C4);
      h3 ^= k3;
      h3 = ((h3 << 15) | (h3 >>> 17)) + h4;
      h3 = (Math.imul(h3, 5) + 0x96cd1c35) | 0;

      k4 = Math.imul((k4 << 18) | (k4 >>> 14), C1);
      h4 ^= k4;
      h4 = ((h4 << 13) | (h4 >>> 19)) + h1;
      h4 = (Math.imul(h4, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
  }

  /** The tail: zero bytes leave a word of 0, which changes nothing, as the reference demands. */
  private mixPending(): void {
    if (this.pendingLength === 0) return;
    this.pending.fill(0, this.pendingLength);
    const view = this.pendingView;
    let k4 = Math.imul(view.getInt32(12, true), C4);
    k4 = Math.imul((k4 << 18) | (k4 >>> 14), C1);
    this.h4 ^= k4;
    let k3 = Math.imul(view.getInt32(8, true), C3);
    k3 = Math.imul((k3 << 17) | (k3 >>> 15), C4);
    this.h3 ^= k3;
    let k2 = Math.imul(view.getInt32(4, true), C2);
    k2 = Math.imul((k2 << 16) | (k2 >>> 16), C3);
    this.h2 ^= k2;
    let k1 = Math.imul(view.getInt32(0, true), C1);
    k1 = Math.imul((k1 << 15) | (k1 >>> 17), C2);
    this.h1 ^= k1;
  }
}
