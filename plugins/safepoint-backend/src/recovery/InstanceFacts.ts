import type {
  DrillFact,
  SwitchedRestore,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedDrill } from '../database/RecordedDrill';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RecoveryRequest } from '../requests/RecoveryRequest';

/** What the rules need to know of one store instance. */
export interface InstanceFacts {
  instance: StoredInstance;
  /** Newest first. */
  points: RecordedPoint[];
  drills: DrillFact[];
  /** Of every component that depends on the store, in the instance's environment, newest first. */
  deployments: RecordedDeployment[];
  /** Into this instance. */
  restores: SwitchedRestore[];
}

export type FactStores = Pick<PortalStores, 'requests'> &
  Pick<AgentStores, 'points' | 'drills' | 'deployments'>;

/**
 * The facts of several instances, in one query per table. `instances` must hold every environment of a
 * store whose restores are to be known: a restore may come from another environment.
 *
 * @param dependents - by the store's entity reference, what depends on it
 */
export async function loadInstanceFacts(
  stores: FactStores,
  instances: StoredInstance[],
  dependents: Map<string, string[]>,
): Promise<InstanceFacts[]> {
  const ids = instances.map(({ id }) => id);
  const components = [...new Set([...dependents.values()].flat())];
  const [points, drills, deployments, restores] = await Promise.all([
    stores.points.listByInstances(ids),
    stores.drills.listByInstances(ids),
    stores.deployments.listByEntities(components),
    stores.requests.findSwitchedRestores(ids),
  ]);
  return assembleInstanceFacts({
    instances,
    points,
    drills,
    deployments,
    restores,
    dependents,
  });
}

/** Gives to each instance what is its own. */
export function assembleInstanceFacts(loaded: {
  instances: StoredInstance[];
  points: RecordedPoint[];
  drills: Omit<RecordedDrill, 'checks'>[];
  deployments: RecordedDeployment[];
  restores: RecoveryRequest[];
  dependents: Map<string, string[]>;
}): InstanceFacts[] {
  const { instances, points, deployments, dependents } = loaded;
  const instanceOfPoint = new Map(
    points.map(({ id, instanceId }) => [id, instanceId]),
  );
  return instances.map(instance => ({
    instance,
    points: points.filter(({ instanceId }) => instanceId === instance.id),
    drills: loaded.drills
      .filter(
        ({ recoveryPointId }) =>
          instanceOfPoint.get(recoveryPointId) === instance.id,
      )
      .map(toDrillFact),
    deployments: deployments.filter(
      ({ entityRef, environment }) =>
        environment === instance.environment &&
        dependents.get(instance.entityRef)?.includes(entityRef),
    ),
    restores: loaded.restores
      .filter(request => isInto(instance, request, instances))
      .flatMap(request => toSwitchedRestore(request, points)),
  }));
}

export function toDrillFact(drill: Omit<RecordedDrill, 'checks'>): DrillFact {
  const seconds = Object.values(drill.phases).reduce((a, b) => a + b, 0);
  return {
    recoveryPointId: drill.recoveryPointId,
    outcome: drill.outcome,
    level: drill.level,
    finishedAt: drill.finishedAt ?? drill.startedAt,
    ...(seconds > 0 && { recoverySeconds: seconds }),
  };
}

function isInto(
  target: StoredInstance,
  request: RecoveryRequest,
  instances: StoredInstance[],
): boolean {
  const source = instances.find(({ id }) => id === request.instanceId);
  const environment = request.targetEnvironment ?? source?.environment;
  return (
    source?.entityRef === target.entityRef && environment === target.environment
  );
}

function toSwitchedRestore(
  request: RecoveryRequest,
  points: RecordedPoint[],
): SwitchedRestore[] {
  const stateAt = points.find(
    ({ id }) => id === request.recoveryPointId,
  )?.stateAt;
  const switchedAt = request.finishedAt ?? request.startedAt;
  return stateAt && switchedAt ? [{ switchedAt, stateAt }] : [];
}
