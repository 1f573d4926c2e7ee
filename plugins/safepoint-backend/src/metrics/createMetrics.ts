import type { LoggerService } from '@backstage/backend-plugin-api';
import { type Meter, metrics } from '@opentelemetry/api';
import type { Knex } from 'knex';
import type { MetricsConfig } from '../config/metrics';
import type { Heartbeats } from '../health';
import { HistoryMetrics } from './HistoryMetrics';
import { MachineryMetrics } from './MachineryMetrics';
import type { MetricSource } from './MetricSource';
import { ProblemMetrics } from './ProblemMetrics';
import { registerMetrics } from './registerMetrics';
import { StoreMetrics } from './StoreMetrics';

export interface MetricsDependencies {
  config: { metrics: MetricsConfig };
  knex: Knex;
  logger: LoggerService;
  heartbeats: Pick<Heartbeats, 'check'>;
  /** Default: the one that the process has set up with OpenTelemetry's SDK, or none. */
  meter?: Meter;
  now?: () => Date;
}

/** Everything that an alert is made of, for OpenTelemetry. Costs nothing unless somebody collects. */
export function createMetrics(dependencies: MetricsDependencies): void {
  const { config, logger } = dependencies;
  const meter =
    dependencies.meter ?? metrics.getMeter('backstage-plugin-safepoint');
  registerMetrics(
    meter,
    createMetricSources({ ...dependencies, ...config.metrics }),
    logger,
  );
}

export function createMetricSources(options: {
  knex: Knex;
  logger: LoggerService;
  heartbeats: Pick<Heartbeats, 'check'>;
  maxStores: number;
  now?: () => Date;
}): MetricSource[] {
  return [
    new StoreMetrics(options),
    new ProblemMetrics(options),
    new HistoryMetrics(options),
    new MachineryMetrics(options),
  ];
}
