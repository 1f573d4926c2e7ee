/**
 * Large buffers that are used again. A fresh one for each block would be garbage outside of V8's heap,
 * which is collected late and at the price of a full collection.
 */
export class BlockPool {
  readonly #own = new WeakSet<ArrayBufferLike>();
  #free: Buffer[] = [];

  take(sizeBytes: number): Buffer {
    const index = this.#free.findIndex(block => block.length === sizeBytes);
    if (index >= 0) {
      return this.#free.splice(index, 1)[0];
    }
    const block = Buffer.allocUnsafeSlow(sizeBytes);
    this.#own.add(block.buffer);
    return block;
  }

  /** Only when nobody reads the block any more. What is not of this pool is let go, like blocks of a former size. */
  give(part: Uint8Array): void {
    const { buffer } = part;
    if (
      this.#own.has(buffer) &&
      !this.#free.some(other => other.buffer === buffer)
    ) {
      const block = Buffer.from(buffer);
      this.#free = this.#free.filter(other => other.length === block.length);
      this.#free.push(block);
    }
  }
}

/** Blocks that go from a driver to the stage that has read them. */
export const sharedBlocks = new BlockPool();
