/** What a metric is; the same text that docs/metrics.md shows. */
export interface MetricDescriptor {
  /** As Prometheus shows it. */
  name: string;
  /** A counter is read from what is recorded, so that a restart loses nothing. */
  kind: 'gauge' | 'counter';
  description: string;
  /** All that a series may be told apart by. */
  labels: string[];
}

export interface Sample {
  metric: MetricDescriptor;
  value: number;
  labels: Record<string, string>;
}

/** Metrics that are read together: a few queries per collection, however many series there are. */
export interface MetricSource {
  metrics: MetricDescriptor[];
  read(): Promise<Sample[]>;
}

const place = ['entity', 'environment'];

export const gauge = (
  name: string,
  description: string,
  labels: string[] = [],
): MetricDescriptor => ({ name, kind: 'gauge', description, labels });

export const counter = (
  name: string,
  description: string,
  labels: string[] = [],
): MetricDescriptor => ({ name, kind: 'counter', description, labels });

/** Of each data store in each environment. */
export const storeGauge = (
  name: string,
  description: string,
): MetricDescriptor => gauge(name, description, place);
