import type { RowHasher } from './RowHasher';

const TWO_TO_32 = 0x1_0000_0000;

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

/**
 * The order-independent hash of a table: the sum of its rows' hashes in two independent 64-bit lanes.
 * A sum, because XOR would not see two equal rows that came or went.
 */
export class RowSum {
  rows = 0;
  bytes = 0;
  private low1 = 0;
  private high1 = 0;
  private low2 = 0;
  private high2 = 0;

  add(hash: RowHasher): void {
    this.rows += 1;
    const low1 = this.low1 + (hash.h1 >>> 0);
    const low2 = this.low2 + (hash.h3 >>> 0);
    const carry1 = low1 >= TWO_TO_32 ? 1 : 0;
    const carry2 = low2 >= TWO_TO_32 ? 1 : 0;
    this.low1 = low1 >>> 0;
    this.low2 = low2 >>> 0;
    this.high1 = (this.high1 + (hash.h2 >>> 0) + carry1) >>> 0;
    this.high2 = (this.high2 + (hash.h4 >>> 0) + carry2) >>> 0;
  }

  toString(): string {
    return hex(this.high1) + hex(this.low1) + hex(this.high2) + hex(this.low2);
  }
}
