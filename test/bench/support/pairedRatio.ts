/** The middle value, or the mean of the two in the middle. */
export function median(values: number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How ours compares to theirs: the median of the ratios of runs that followed each other. A machine that
 * gets slower or faster meanwhile touches both halves of a pair alike.
 */
export function pairedRatio(ours: number[], theirs: number[]): number {
  if (ours.length !== theirs.length) {
    throw new Error(
      `A pair has two halves: ${ours.length} runs of ours, ${theirs.length} of theirs`,
    );
  }
  return median(ours.map((value, index) => value / theirs[index]));
}
