import { BlockPool, sharedBlocks } from './BlockPool';
import type { ByteStream } from './ByteStream';

/**
 * Cuts a stream into blocks of exactly this size; the last one may be smaller, and none is empty. Each
 * block is a buffer of the pool, which the reader gives back when it has no more use for it. The chunks are
 * copied, and given back to the drivers.
 */
export async function* cutBlocks(
  source: ByteStream,
  sizeOf: (blockNumber: number) => number,
  pool = new BlockPool(),
): AsyncGenerator<Buffer> {
  let number = 1;
  let block: Buffer | undefined;
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      block ??= pool.take(sizeOf(number));
      const taken = Math.min(chunk.length - at, block.length - filled);
      block.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === block.length) {
        yield block;
        block = undefined;
        filled = 0;
        number += 1;
      }
    }
    sharedBlocks.give(chunk);
  }
  if (block) {
    yield block.subarray(0, filled);
  }
}
