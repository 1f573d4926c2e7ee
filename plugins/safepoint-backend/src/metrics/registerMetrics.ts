import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Meter, Observable } from '@opentelemetry/api';
import type { MetricDescriptor, MetricSource } from './MetricSource';

/** Has every collection read the sources, each once. What cannot be read is absent, and logged. */
export function registerMetrics(
  meter: Meter,
  sources: MetricSource[],
  logger: LoggerService,
): void {
  for (const source of sources) {
    const instruments = new Map(
      source.metrics.map(metric => [metric, createInstrument(meter, metric)]),
    );
    meter.addBatchObservableCallback(
      async result => {
        try {
          for (const { metric, value, labels } of await source.read()) {
            const instrument = instruments.get(metric);
            if (instrument) result.observe(instrument, value, labels);
          }
        } catch (error) {
          logger.error(
            `Metrics are missing (${source.metrics[0].name} and what is read with it): ${error}`,
          );
        }
      },
      [...instruments.values()],
    );
  }
}

function createInstrument(
  meter: Meter,
  { name, kind, description }: MetricDescriptor,
): Observable {
  return kind === 'counter'
    ? meter.createObservableCounter(name, { description })
    : meter.createObservableGauge(name, { description });
}
