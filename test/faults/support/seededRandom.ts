import { createHash } from 'node:crypto';

/** Numbers from 0 to below 1 that the same seed repeats. */
export function seededRandom(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    const digest = createHash('sha256').update(`${seed}:${count}`).digest();
    return digest.readUInt32BE() / 2 ** 32;
  };
}
