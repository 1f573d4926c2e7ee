import type { MetricDescriptor } from './MetricSource';

/** The table of docs/metrics.md. */
export function describeMetrics(metrics: MetricDescriptor[]): string {
  return [
    '| metric | kind | labels | what |',
    '| --- | --- | --- | --- |',
    ...metrics.map(
      ({ name, kind, labels, description }) =>
        `| \`${name}\` | ${kind} | ${labels
          .map(label => `\`${label}\``)
          .join(', ')} | ${description} |`,
    ),
  ].join('\n');
}
