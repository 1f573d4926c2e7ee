import {
  findLastKnownGood,
  isRequestOpen,
  type RetentionInput,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { deploymentMapping } from '../database/deploymentMapping';
import { portalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import {
  type InstanceFacts,
  assembleInstanceFacts,
} from '../recovery/InstanceFacts';
import { HoldStore } from './HoldStore';
import { listRetained, queryRetained } from './listRetained';
import type { RetentionGround } from './RetentionGround';

/** Open ones are among the newest: there is one of a kind at a time. */
const requestsLookedAt = 50;

/**
 * What the rules need to know of every related instance but for its sets, as the database says it now; by
 * instance id. All of it is read through `connection`, also inside a transaction.
 *
 * @param context - `asBefore`: a point as it was before this transaction changed its row
 */
export async function readRetentionInputs(
  connection: Knex,
  ground: RetentionGround,
  context: { now: Date; asBefore?: RecordedPoint },
): Promise<Map<string, RetentionInput>> {
  const pinning = await listPinning(connection, ground.related);
  const facts = await readFacts(connection, ground, pinning);
  const inputs = new Map<string, RetentionInput>();
  for (const { id } of ground.related) {
    const own = facts.find(({ instance }) => instance.id === id);
    if (!own) throw new Error(`There is no instance ${id}.`);
    const points = own.points.map(point =>
      point.id === context.asBefore?.id ? context.asBefore : point,
    );
    const known = { ...own, points };
    const { now } = context;
    inputs.set(
      id,
      await readInput(connection, ground, known, { pinning, now }),
    );
  }
  return inputs;
}

/** One query after the other, since a transaction has one connection. */
async function readFacts(
  connection: Knex,
  ground: RetentionGround,
  pinning: RecordedDeployment[],
): Promise<InstanceFacts[]> {
  const stores = agentStores(connection);
  const { requests } = portalStores(connection);
  const ids = ground.siblings.map(({ id }) => id);
  const restores = await requests.findSwitchedRestores(ids);
  const retained = await listRetained(connection, ids);
  const known = new Set(retained.map(({ id }) => id));
  // The moment that a restore went back to counts also once its point is deleted.
  const restored = await stores.points.listByIds(
    restores
      .flatMap(({ recoveryPointId }) => recoveryPointId ?? [])
      .filter(id => !known.has(id)),
  );
  const points = [...retained, ...restored];
  const dependents = withTheirComponents(ground, pinning, points);
  const components = [...new Set([...dependents.values()].flat())];
  return assembleInstanceFacts({
    instances: ground.siblings,
    points,
    drills: [],
    deployments: await stores.deployments.listByEntities(components),
    restores,
    dependents,
  });
}

async function readInput(
  connection: Knex,
  ground: RetentionGround,
  facts: InstanceFacts,
  context: { pinning: RecordedDeployment[]; now: Date },
): Promise<RetentionInput> {
  const { instance, points } = facts;
  const policy = ground.policies.get(instance.id);
  if (!policy) throw new Error(`Instance ${instance.id} has no policy.`);
  const deployments = [...facts.deployments, ...context.pinning];
  return {
    points,
    rules: policy.retention,
    verificationLevel: policy.objectives.verificationLevel,
    lastKnownGood: findLastKnownGood({
      ...facts,
      points: points.map(asAvailable),
    }).point?.id,
    deployments: [...new Map(deployments.map(one => [one.id, one])).values()],
    holds: await new HoldStore(connection).listByPoints(
      points.map(({ id }) => id),
    ),
    inUse: await listInUse(connection, facts, context.now),
    keptMates: [],
    now: context.now,
  };
}

/** What is only planned to go is there, and can be the last known good. */
function asAvailable(point: RecordedPoint): RecordedPoint {
  return point.status === 'expired' && !point.deletionStartedAt
    ? { ...point, status: 'available' }
    : point;
}

/** Deployments that a point was taken for or is the baseline of, whoever depends on the store today. */
async function listPinning(
  connection: Knex,
  instances: StoredInstance[],
): Promise<RecordedDeployment[]> {
  const of = (column: string) =>
    queryRetained(
      connection,
      instances.map(({ id }) => id),
    )
      .whereNotNull(column)
      .select(column);
  const rows = await connection(deploymentMapping.table)
    .whereIn('id', of('deployment_id'))
    .orWhereIn('id', of('baseline_of'));
  return rows.map(row => deploymentMapping.fromRow(row));
}

/** Whoever once took a point of a store depends on it for the rules, even if the catalog has forgotten. */
function withTheirComponents(
  ground: RetentionGround,
  pinning: RecordedDeployment[],
  points: RecordedPoint[],
): Map<string, string[]> {
  const components = new Map(pinning.map(one => [one.id, one.entityRef]));
  const storeOf = new Map(ground.siblings.map(one => [one.id, one.entityRef]));
  const dependents = new Map(
    ground.related.map(({ entityRef }) => [
      entityRef,
      new Set(ground.dependents.get(entityRef) ?? []),
    ]),
  );
  for (const { instanceId, deploymentId, baselineOf } of points) {
    const known = dependents.get(storeOf.get(instanceId) ?? '');
    for (const id of [deploymentId, baselineOf]) {
      const component = id && components.get(id);
      if (component) known?.add(component);
    }
  }
  return new Map([...dependents].map(([ref, all]) => [ref, [...all]]));
}

/** By the lease of its run, or by a request that is still to come to an end. */
async function listInUse(
  connection: Knex,
  { instance, points }: InstanceFacts,
  now: Date,
): Promise<string[]> {
  const { leases, runs } = agentStores(connection);
  const requests = await portalStores(connection).requests.findByInstances(
    [instance.id],
    requestsLookedAt,
  );
  const asked = requests
    .filter(isRequestOpen)
    .flatMap(({ recoveryPointId }) => recoveryPointId ?? []);
  const lease = await leases.findLive(instance.id, now);
  if (lease?.purpose !== 'drill' && lease?.purpose !== 'restore') return asked;
  const proof = (await runs.find(lease.holder))?.plan.proof;
  // Somebody restores from this instance or into it, and does not say what: nothing of it is touched.
  return proof
    ? [...asked, proof.recoveryPointId]
    : [...asked, ...points.map(({ id }) => id)];
}
