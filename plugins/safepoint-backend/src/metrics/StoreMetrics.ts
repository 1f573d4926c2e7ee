import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { measureStore, type PointRow, type StoreRow } from './measureStore';
import type { MetricSource, Sample } from './MetricSource';
import { storeDescriptors } from './storeDescriptors';

export interface StoreMetricsOptions {
  knex: Knex;
  logger: LoggerService;
  /** So many stores have series of their own; the ones that were made first. */
  maxStores: number;
  now?: () => Date;
}

/** What is known of each data store: two queries for all of them. */
export class StoreMetrics implements MetricSource {
  readonly metrics = Object.values(storeDescriptors);
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
