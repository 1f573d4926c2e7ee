import type { Knex } from 'knex';
import {
  counter,
  type MetricDescriptor,
  type MetricSource,
  type Sample,
} from './MetricSource';
import { sumByLabels } from './sumByLabels';

const backups = counter(
  'safepoint_backups_total',
  'Backups that have ended; succeeded, failed, or lost with their job',
  ['outcome', 'trigger'],
);
const drills = counter('safepoint_drills_total', 'Restores that were checked', [
  'outcome',
  'level',
]);
const requests = counter(
  'safepoint_requests_total',
  'Backups, drills and restores that were asked for, by what became of them',
  ['kind', 'status'],
);
const gates = counter(
  'safepoint_gate_decisions_total',
  'Deployments that have ended, by what their gate stood on; bypass if there was none',
  ['decision'],
);
const deployments = counter(
  'safepoint_deployments_total',
  'Deployments that have ended',
  ['outcome'],
);

/** What a thing does not leave any more, so that the counts only grow. */
const ended = ['succeeded', 'failed', 'rejected', 'expired', 'abandoned'];

/** So that the first bypass is an increase, and not a series that begins. */
const noBypass = { gate: 'none', count: 0 };

/** Every column but the count is text. */
type CountRow = Record<string, string | number | undefined>;

/** What has happened so far, counted from what is recorded: a query per kind of record. */
export class HistoryMetrics implements MetricSource {
  readonly metrics = [backups, drills, requests, gates, deployments];

  constructor(private readonly options: { knex: Knex }) {}

  async read(): Promise<Sample[]> {
    const { knex } = this.options;
    const count = (table: string, ...columns: string[]): Promise<CountRow[]> =>
      knex(table)
        .groupBy(...columns)
        .select(...columns)
        .count({ count: '*' });
    const points = await knex('recovery_points')
      .whereNotIn('status', ['pending', 'running', 'completing'])
      .groupBy('status', 'trigger')
      .select('status', 'trigger')
      .count({ count: '*' });
    // Until then a gate may turn out to be another.
    const deployed = await knex('deployments')
      .whereIn('status', ended)
      .groupBy('status', 'gate')
      .select('status', 'gate')
      .count({ count: '*' });
    return [
      ...add(backups, points, ({ status, trigger }) => ({
        outcome: ['failed', 'lost'].includes(status) ? status : 'succeeded',
        trigger,
      })),
      ...add(drills, await count('drills', 'outcome', 'level'), row => ({
        outcome: row.outcome,
        level: row.level,
      })),
      ...add(requests, await count('requests', 'kind', 'status'), row => ({
        kind: row.kind,
        status: row.status,
      })).filter(({ labels }) => ended.includes(labels.status)),
      ...add(gates, [noBypass, ...deployed], row => ({
        decision: row.gate === 'none' ? 'bypass' : row.gate,
      })),
      ...add(deployments, deployed, row => ({ outcome: row.status })),
    ];
  }
}

function add(
  metric: MetricDescriptor,
  rows: CountRow[],
  labelsOf: (row: Record<string, string>) => Record<string, string>,
): Sample[] {
  return sumByLabels(
    metric,
    rows.map(row => ({
      labels: labelsOf(row as Record<string, string>),
      count: Number(row.count),
    })),
  );
}
