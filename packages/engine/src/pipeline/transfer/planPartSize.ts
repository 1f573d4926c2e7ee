import { SafepointError } from '../../errors/SafepointError';

const partsOfOneSize = 1000;
const mostParts = 10_000;

/**
 * How large a part is to be. S3 allows 10000 parts: with the first size for all of them a database of
 * 80 GiB would not fit, so each further thousand is larger by the first size. Ten thousand parts that
 * start with 8 MiB hold 430 GiB, and no part is larger than 80 MiB.
 */
export function planPartSize(
  partNumber: number,
  firstSizeBytes: number,
): number {
  if (partNumber > mostParts) {
    throw new SafepointError({
      kind: 'object-too-large',
      message: `The data does not fit into ${mostParts} parts. Raise the part size in the portal, or split the store.`,
    });
  }
  const step = Math.floor((partNumber - 1) / partsOfOneSize);
  return firstSizeBytes * (step + 1);
}
