import { problemKind } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { gauge, type MetricSource, type Sample } from './MetricSource';
import { sumByLabels } from './sumByLabels';

const open = gauge('safepoint_problems_open', 'Problems that are open now', [
  'code',
  'severity',
  'environment',
]);
const unacknowledged = gauge(
  'safepoint_problems_unacknowledged',
  'Critical problems that nobody has acknowledged',
  ['environment'],
);
const stores = gauge('safepoint_stores', 'Data stores by verdict', [
  'verdict',
  'environment',
]);

/** Every environment of its own would be a series of its own, review environments for example. */
const maxEnvironments = 50;
const otherEnvironments = 'other';

/** What is wrong over all: two queries, and series by code and environment only. */
export class ProblemMetrics implements MetricSource {
  readonly metrics = [open, unacknowledged, stores];

  constructor(private readonly options: { knex: Knex }) {}

  async read(): Promise<Sample[]> {
    const { knex } = this.options;
    const problems: ProblemCount[] = await knex('problems')
      .whereNull('resolved_at')
      .whereNull('closed_at')
      .groupBy('code', 'severity', 'environment')
      .select('code', 'severity', 'environment')
      .count({ count: '*' })
      .count({ acknowledged: 'acknowledged_at' });
    const verdicts: VerdictCount[] = await knex('store_instances')
      .leftJoin('postures', 'postures.instance_id', 'store_instances.id')
      .groupBy('verdict', 'environment')
      .select('verdict', 'environment')
      .count({ count: '*' });
    const shown = chooseEnvironments(verdicts);
    const nameOf = (environment: string) =>
      shown.has(environment) ? environment : otherEnvironments;
    return [
      ...sumByLabels(
        open,
        problems.map(row => ({
          labels: {
            code: problemKind(row.code),
            severity: row.severity,
            environment: nameOf(row.environment),
          },
          count: Number(row.count),
        })),
      ),
      ...sumByLabels(
        unacknowledged,
        problems
          .filter(({ severity }) => severity === 'critical')
          .map(row => ({
            labels: { environment: nameOf(row.environment) },
            count: Number(row.count) - Number(row.acknowledged),
          })),
      ),
      ...sumByLabels(
        stores,
        verdicts.map(row => ({
          labels: {
            verdict: row.verdict ?? 'never',
            environment: nameOf(row.environment),
          },
          count: Number(row.count),
        })),
      ),
    ];
  }
}

interface ProblemCount {
  code: string;
  severity: string;
  environment: string;
  count: number | string;
  acknowledged: number | string;
}

interface VerdictCount {
  verdict: string | null;
  environment: string;
  count: number | string;
}

/** Those with the most stores. */
function chooseEnvironments(rows: VerdictCount[]): Set<string> {
  const sizes = new Map<string, number>();
  for (const { environment, count } of rows) {
    sizes.set(environment, (sizes.get(environment) ?? 0) + Number(count));
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a);
  return new Set(largest.slice(0, maxEnvironments).map(([name]) => name));
}
