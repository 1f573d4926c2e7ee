import type { Knex } from 'knex';
import { deploymentMapping } from '../database/deploymentMapping';
import { drillMapping } from '../database/drillMapping';
import { portalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedDrill } from '../database/RecordedDrill';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import type { StoredInstance } from '../database/StoreInstanceStore';
import {
  assembleInstanceFacts,
  type InstanceFacts,
} from '../recovery/InstanceFacts';
import { unionOfEach } from './unionOfEach';

/** So many of each kind are read of an instance, beside those that a rule needs however old they are. */
export const recent = { points: 30, drills: 10, deployments: 30 };

const damaged = ['missing', 'corrupt', 'hidden'];
const gone = ['expired', 'deleted'];

/**
 * The facts that posture is decided by, bounded however long an instance has been there: the newest of each
 * kind, and of older ones those that can still matter: the newest available point, damaged points, the last
 * proofs of each level, what was marked bad.
 */
export class RecentFacts {
  constructor(private readonly connection: Knex) {}

  /**
   * @param instances - every environment of each store, since a restore may come from another one
   * @param dependents - by the store's entity reference, what depends on it
   */
  async load(
    instances: StoredInstance[],
    dependents: Map<string, string[]>,
  ): Promise<InstanceFacts[]> {
    const ids = instances.map(({ id }) => id);
    const [points, drills, deployments, restores] = await Promise.all([
      this.#loadPoints(ids),
      this.#loadDrills(ids),
      this.#loadDeployments(instances, dependents),
      portalStores(this.connection).requests.findSwitchedRestores(ids),
    ]);
    const known = new Set(points.map(({ id }) => id));
    const named = [...drills, ...restores]
      .map(({ recoveryPointId }) => recoveryPointId)
      .filter((id): id is string => id !== undefined && !known.has(id));
    return assembleInstanceFacts({
      instances,
      points: [...points, ...(await this.#loadNamedPoints(named))].sort(
        newestFirst,
      ),
      drills,
      deployments,
      restores,
      dependents,
    });
  }

  async #loadPoints(instanceIds: string[]): Promise<RecordedPoint[]> {
    const of = (instanceId: string) =>
      this.connection(recoveryPointMapping.table)
        .where({ instance_id: instanceId })
        .select(recoveryPointMapping.columns);
    const available = (instanceId: string) =>
      of(instanceId)
        .where({ status: 'available', quarantined: false })
        .whereNotNull('state_at')
        .orderBy('state_at', 'desc')
        .limit(1);
    const rows = await unionOfEach(this.connection, instanceIds, id => [
      of(id).orderBy('id', 'desc').limit(recent.points),
      available(id),
      // What was made elsewhere counts only where nothing else is, so that has to be known.
      available(id).whereNot({ trigger: 'external' }),
      of(id).whereNot({ trigger: 'external' }).orderBy('id', 'desc').limit(1),
      of(id)
        .whereIn('status', damaged)
        .orderBy('id', 'desc')
        .limit(recent.points),
      of(id).whereIn('status', gone).orderBy('id', 'desc').limit(1),
    ]);
    return uniqueById(rows.map(row => recoveryPointMapping.fromRow(row)));
  }

  async #loadNamedPoints(ids: string[]): Promise<RecordedPoint[]> {
    if (ids.length === 0) return [];
    const rows = await this.connection(recoveryPointMapping.table)
      .whereIn('id', ids)
      .select(recoveryPointMapping.columns);
    return rows.map(row => recoveryPointMapping.fromRow(row));
  }

  /** Without their checks, which can be long. */
  async #loadDrills(
    instanceIds: string[],
  ): Promise<Omit<RecordedDrill, 'checks'>[]> {
    const columns = drillMapping.columns.filter(name => name !== 'checks');
    const of = (instanceId: string) =>
      this.connection(drillMapping.table)
        .where({ instance_id: instanceId })
        .orderBy('id', 'desc')
        .select(columns);
    const rows = await unionOfEach(this.connection, instanceIds, id => [
      of(id).limit(recent.drills),
      ...['L1', 'L2', 'L3', 'L4', 'L5'].map(level =>
        of(id).where({ outcome: 'passed', level }).limit(1),
      ),
    ]);
    return uniqueById(rows.map(row => drillMapping.fromRow(row)));
  }

  async #loadDeployments(
    instances: StoredInstance[],
    dependents: Map<string, string[]>,
  ): Promise<RecordedDeployment[]> {
    const places = instances.flatMap(({ entityRef, environment }) =>
      (dependents.get(entityRef) ?? []).map(component =>
        JSON.stringify({ entity_ref: component, environment }),
      ),
    );
    const rows = await unionOfEach(
      this.connection,
      [...new Set(places)],
      place => {
        const of = () =>
          this.connection(deploymentMapping.table)
            .where(JSON.parse(place))
            .orderBy('id', 'desc')
            .select(deploymentMapping.columns);
        return [
          of().limit(recent.deployments),
          of().whereNotNull('marked_bad').limit(recent.deployments),
        ];
      },
    );
    return uniqueById(rows.map(row => deploymentMapping.fromRow(row))).sort(
      newestFirst,
    );
  }
}

function uniqueById<T extends { id: string }>(items: T[]): T[] {
  return [...new Map(items.map(item => [item.id, item])).values()];
}

function newestFirst(a: { id: string }, b: { id: string }): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
