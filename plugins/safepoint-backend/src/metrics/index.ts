export {
  createMetrics,
  createMetricSources,
  type MetricsDependencies,
} from './createMetrics';
