import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';

export interface MetricsConfig {
  /** So many data stores have series of their own; 0: none has. */
  maxStores: number;
}

const defaultMaxStores = 5_000;

/** `safepoint.metrics` */
export const readMetrics: SectionReader<MetricsConfig> = (
  config,
  problems,
) => ({
  maxStores: problems.attempt(() =>
    readCount(config, 'metrics.maxStores', defaultMaxStores, 0),
  ),
});
