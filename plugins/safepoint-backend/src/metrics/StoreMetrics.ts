import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Objectives } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { revivePosture } from '../posture/storedPosture';
import { type MetricSource, type Sample, storeGauge } from './MetricSource';

export const storeMetrics = {
  lastSuccess: storeGauge(
    'safepoint_backup_last_successful_timestamp_seconds',
    'When the newest recovery point was complete; 0 if there never was one',
  ),
  stateAt: storeGauge(
    'safepoint_backup_state_timestamp_seconds',
    'The moment that the newest recovery point goes back to; what the RPO counts from',
  ),
  duration: storeGauge(
    'safepoint_backup_duration_seconds',
    'From the beginning of the newest recovery point to its completion',
  ),
  size: storeGauge(
    'safepoint_backup_size_bytes',
    'Bytes of the newest recovery point in storage',
  ),
  sourceSize: storeGauge(
    'safepoint_backup_source_size_bytes',
    'Bytes of the newest recovery point before compression',
  ),
  rpo: storeGauge(
    'safepoint_rpo_seconds',
    'What would be lost now: the age of the state of the newest recovery point',
  ),
  rpoTarget: storeGauge(
    'safepoint_rpo_target_seconds',
    'What may be lost, as the policy says',
  ),
  rto: storeGauge(
    'safepoint_rto_seconds',
    'How long the last proof took to a store that could be used',
  ),
  rtoTarget: storeGauge(
    'safepoint_rto_target_seconds',
    'How long that may take, as the policy says',
  ),
  verifiedAt: storeGauge(
    'safepoint_verified_timestamp_seconds',
    'When a restore was last proven to the level of the policy; 0 if it never was',
  ),
  verifiedTarget: storeGauge(
    'safepoint_verified_target_seconds',
    'How old that proof may be, as the policy says',
  ),
  posture: storeGauge(
    'safepoint_posture',
    'The verdict: 0 protected, 1 at risk, 2 unprotected, 3 never saved or never looked at',
  ),
};

const verdicts = ['protected', 'at-risk', 'unprotected', 'never'];

interface StoreRow {
  instance_id: string;
  entity_ref: string;
  environment: string;
  verdict: string | null;
  posture: string | null;
  objectives: string | null;
}

interface PointRow {
  instance_id: string;
  state_at: string | null;
  created_at: string;
  completed_at: string | null;
  stored_bytes: string | number | null;
  source_bytes: string | number | null;
}

export interface StoreMetricsOptions {
  knex: Knex;
  logger: LoggerService;
  /** So many stores have series of their own; the ones that were made first. */
  maxStores: number;
  now?: () => Date;
}

/** What is known of each data store: two queries for all of them. */
export class StoreMetrics implements MetricSource {
  readonly metrics = Object.values(storeMetrics);
  #told = false;

  constructor(private readonly options: StoreMetricsOptions) {}

  async read(): Promise<Sample[]> {
    const { knex, maxStores, now = () => new Date() } = this.options;
    if (maxStores === 0) return [];
    const stores: StoreRow[] = await knex('store_instances')
      .leftJoin('postures', 'postures.instance_id', 'store_instances.id')
      .orderBy('store_instances.id')
      .limit(maxStores + 1)
      .select(
        'store_instances.id as instance_id',
        'store_instances.entity_ref',
        'store_instances.environment',
        'postures.verdict',
        'postures.posture',
        'postures.objectives',
      );
    this.#tellOfMore(stores.length);
    const points = await this.#newestPoints();
    return stores
      .slice(0, maxStores)
      .flatMap(store =>
        measureStore(store, points.get(store.instance_id), now()),
      );
  }

  async #newestPoints(): Promise<Map<string, PointRow>> {
    const { knex } = this.options;
    const newest = knex('recovery_points')
      .where({ status: 'available', quarantined: false })
      .whereNot({ trigger: 'external' })
      .groupBy('instance_id')
      .select('instance_id as of_instance')
      .max({ newest_id: 'id' })
      .as('newest');
    const rows: PointRow[] = await knex('recovery_points')
      .join(newest, 'newest.newest_id', 'recovery_points.id')
      .select(
        'instance_id',
        'state_at',
        'created_at',
        'completed_at',
        'stored_bytes',
        'source_bytes',
      );
    return new Map(rows.map(row => [row.instance_id, row]));
  }

  #tellOfMore(found: number) {
    const { logger, maxStores } = this.options;
    if (found <= maxStores || this.#told) return;
    this.#told = true;
    logger.warn(
      `There are more than ${maxStores} data stores; the rest has no metrics of its own. Raise safepoint.metrics.maxStores if your metrics server can bear it.`,
    );
  }
}

/** Seconds since 1970 of a moment. */
const at = (moment: Date | string | number) =>
  new Date(moment).getTime() / 1_000;

function measureStore(
  store: StoreRow,
  point: PointRow | undefined,
  now: Date,
): Sample[] {
  const labels = {
    entity: store.entity_ref,
    environment: store.environment,
  };
  const posture = store.posture ? revivePosture(store.posture) : undefined;
  const objectives: Objectives | undefined =
    store.objectives === null ? undefined : JSON.parse(store.objectives);
  const values: [keyof typeof storeMetrics, number | undefined][] = [
    ['lastSuccess', at(point?.completed_at ?? point?.created_at ?? 0)],
    ...(point ? measurePoint(point, now) : []),
    ['rpoTarget', objectives?.rpoSeconds],
    ['rto', posture?.rto.achievedSeconds],
    ['rtoTarget', objectives?.rtoSeconds],
    ['verifiedAt', posture && at(posture.verifiedAt ?? 0)],
    ['verifiedTarget', objectives?.verifiedWithinSeconds],
    ['posture', rankOf(store.verdict)],
  ];
  return values.flatMap(([name, value]) =>
    value === undefined ? [] : [{ metric: storeMetrics[name], value, labels }],
  );
}

function measurePoint(
  point: PointRow,
  now: Date,
): [keyof typeof storeMetrics, number | undefined][] {
  const stateAt = at(point.state_at ?? point.created_at);
  return [
    ['stateAt', stateAt],
    ['rpo', Math.max(0, at(now) - stateAt)],
    [
      'duration',
      point.completed_at
        ? at(point.completed_at) - at(point.created_at)
        : undefined,
    ],
    ['size', bytes(point.stored_bytes)],
    ['sourceSize', bytes(point.source_bytes)],
  ];
}

/** What was never looked at is not healthy. */
function rankOf(verdict: string | null): number {
  const rank = verdicts.indexOf(verdict ?? 'never');
  return rank < 0 ? verdicts.length - 1 : rank;
}

function bytes(value: string | number | null): number | undefined {
  return value === null ? undefined : Number(value);
}
