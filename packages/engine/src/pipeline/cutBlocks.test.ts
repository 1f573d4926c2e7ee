import fc from 'fast-check';
import { BlockPool } from './BlockPool';
import { cutBlocks } from './cutBlocks';

describe('cutBlocks', () => {
  it('keeps every byte in order, in full blocks but for the last, with buffers used again', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(
        chunks,
        fc.integer({ min: 1, max: 40 }),
        async (source, size) => {
          const pool = new BlockPool();
          const copies: Buffer[] = [];
          async function* chunksOf() {
            yield* source;
          }
          for await (const block of cutBlocks(chunksOf(), () => size, pool)) {
            copies.push(Buffer.from(block));
            pool.give(block);
          }
          expect(Buffer.concat(copies)).toEqual(Buffer.concat(source));
          expect(
            copies.slice(0, -1).every(block => block.length === size),
          ).toBe(true);
          expect(copies.every(block => block.length > 0)).toBe(true);
        },
      ),
    );
  });
});

describe('BlockPool', () => {
  it('gives a block again, also for a part of it, but never to two at once', () => {
    const pool = new BlockPool();
    const { buffer } = pool.take(10);
    const part = Buffer.from(buffer, 0, 5);
    pool.give(part);
    pool.give(part);
    expect(pool.take(10).buffer).toBe(buffer);
    expect(pool.take(10).buffer).not.toBe(buffer);
  });

  it('takes nothing that is not its own', () => {
    const pool = new BlockPool();
    const foreign = Buffer.alloc(10);
    pool.give(foreign);
    expect(pool.take(10).buffer).not.toBe(foreign.buffer);
  });

  it('lets blocks of an outgrown size go', () => {
    const pool = new BlockPool();
    const small = pool.take(10);
    pool.give(small);
    pool.give(pool.take(20));
    expect(pool.take(10).buffer).not.toBe(small.buffer);
  });
});
