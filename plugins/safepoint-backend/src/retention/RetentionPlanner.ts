import {
  type EffectivePolicy,
  isKeptOnItsOwn,
  planRetention,
  type RetentionDecision,
  type RetentionInput,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import { findSets } from './findSets';
import { prepareGround } from './prepareGround';
import { readRetentionInputs } from './readRetentionInput';
import type { RetentionGround, Undecided } from './RetentionGround';
import type { StoreCatalog } from './StoreCatalog';

/** A decision about a point as the index holds it. */
export type PlannedPoint = RetentionDecision & { point: RecordedPoint };

export interface InstancePlan {
  outcome: 'planned';
  policy: EffectivePolicy;
  decisions: PlannedPoint[];
}

export interface RetentionPlannerOptions {
  knex: Knex;
  policies: PolicySource;
  catalog: StoreCatalog;
  now: () => Date;
}

/**
 * Gathers what `planRetention` needs to know of an instance, and of the instances that share recovery sets
 * with it. Changes nothing. What cannot be known decides nothing, and then nothing is deleted.
 */
export class RetentionPlanner {
  constructor(private readonly options: RetentionPlannerOptions) {}

  prepare(instance: StoredInstance) {
    return prepareGround(instance, this.options);
  }

  async plan(instance: StoredInstance): Promise<InstancePlan | Undecided> {
    const prepared = await this.prepare(instance);
    if (prepared.outcome === 'undecided') return prepared;
    return this.decide(this.options.knex, prepared.ground);
  }

  /** From the database as `connection` sees it, which may be a transaction. */
  async decide(
    connection: Knex,
    ground: RetentionGround,
    options: { asBefore?: RecordedPoint } = {},
  ): Promise<InstancePlan> {
    const now = this.options.now();
    const inputs = await readRetentionInputs(connection, ground, {
      now,
      ...options,
    });
    const own = inputs.get(ground.instance.id)!;
    const keptMates = await this.#findKeptMates(connection, ground, inputs);
    const decisions = planRetention({ ...own, keptMates });
    return {
      outcome: 'planned',
      policy: ground.policies.get(ground.instance.id)!,
      // The points of the input are rows of the index.
      decisions: decisions as PlannedPoint[],
    };
  }

  /** One step and no further: a point that only its set keeps does not keep another set. */
  async #findKeptMates(
    connection: Knex,
    ground: RetentionGround,
    inputs: Map<string, RetentionInput>,
  ): Promise<RetentionInput['keptMates']> {
    // The points of the input are rows of the index.
    const own = inputs.get(ground.instance.id)!.points as RecordedPoint[];
    const sets = await findSets(connection, own);
    const kept = new Set(
      ground.related
        .filter(({ id }) => id !== ground.instance.id)
        .flatMap(({ id }) => planRetention(inputs.get(id)!))
        .filter(isKeptOnItsOwn)
        .map(({ point }) => point.id),
    );
    const unknown = await this.#findUnknown(connection, ground, sets);
    const ownIds = new Set(own.map(({ id }) => id));
    return sets.flatMap(({ recoveryPointIds }) =>
      recoveryPointIds
        .filter(id => ownIds.has(id))
        .flatMap(recoveryPointId =>
          recoveryPointIds
            .filter(
              mateId =>
                mateId !== recoveryPointId &&
                (kept.has(mateId) || unknown.has(mateId)),
            )
            .map(mateId => ({ recoveryPointId, mateId })),
        ),
    );
  }

  /** Members that nothing was planned for: of a store that the catalog does not know, or of a set that is new. */
  async #findUnknown(
    connection: Knex,
    ground: RetentionGround,
    sets: { recoveryPointIds: string[] }[],
  ): Promise<Set<string>> {
    const planned = new Set(
      ground.related
        .filter(({ entityRef }) => ground.dependents.has(entityRef))
        .map(({ id }) => id),
    );
    const members = await agentStores(connection).points.listByIds(
      sets.flatMap(({ recoveryPointIds }) => recoveryPointIds),
    );
    return new Set(
      members
        .filter(
          ({ instanceId, status }) =>
            !planned.has(instanceId) &&
            (status === 'available' || status === 'expired'),
        )
        .map(({ id }) => id),
    );
  }
}
