import type { MetricDescriptor, Sample } from './MetricSource';

/** One sample for all counts of the same labels. */
export function sumByLabels(
  metric: MetricDescriptor,
  counts: { labels: Record<string, string>; count: number }[],
): Sample[] {
  const samples = new Map<string, Sample>();
  for (const { labels, count } of counts) {
    const key = JSON.stringify(labels);
    const value = (samples.get(key)?.value ?? 0) + count;
    samples.set(key, { metric, labels, value });
  }
  return [...samples.values()];
}
