/**
 * Large buffers that are used again. A fresh one for each block would be garbage outside of V8's heap,
 * which is collected late and at the price of a full collection.
 */
export class BlockPool {
  #free: Buffer[] = [];

  take(sizeBytes: number): Buffer {
    const index = this.#free.findIndex(block => block.length === sizeBytes);
    return index < 0
      ? Buffer.allocUnsafeSlow(sizeBytes)
      : this.#free.splice(index, 1)[0];
  }

  /** Only when nobody reads the block any more. A part of one, or one of another size, is let go. */
  give(block: Buffer): void {
    if (block.byteLength === block.buffer.byteLength) {
      this.#free = this.#free.filter(other => other.length === block.length);
      this.#free.push(block);
    }
  }
}
