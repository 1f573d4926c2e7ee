/** Where a series would go on, and how far its points lie from their own line. */
export interface Trend {
  predicted: number;
  /** Like a standard deviation, but of the middle: a few points that are far off do not widen it. */
  scatter: number;
}

/** Makes of the median distance from the median what would be the standard deviation of normal noise. */
const normalScale = 1.4826;

/**
 * The line through a series that is blind to a few wild points: the median of the slopes between all pairs of
 * points (Theil and Sen), at the median height.
 *
 * @param series - at least two, the oldest first
 */
export function findTrend(series: number[]): Trend {
  const slope = medianOf(
    series.flatMap((y, i) =>
      series.slice(i + 1).map((later, step) => (later - y) / (step + 1)),
    ),
  );
  const height = medianOf(series.map((y, i) => y - slope * i));
  const distances = series.map((y, i) => Math.abs(y - height - slope * i));
  return {
    predicted: height + slope * series.length,
    scatter: normalScale * medianOf(distances),
  };
}

export function medianOf(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
