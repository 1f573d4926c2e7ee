import {
  planSetRestore,
  type RecoverySetView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { RecoverySet } from './RecoverySet';

export interface SetMember {
  entityRef: string;
  /** What the catalog says that the store depends on. */
  dependsOn: string[];
  point: Pick<RecordedPoint, 'id' | 'instanceId' | 'status' | 'stateAt'>;
}

/** Domain to wire: the set with those of its points that may be shown. */
export function describeSet(
  set: RecoverySet,
  visible: SetMember[],
): RecoverySetView {
  return {
    id: set.id,
    entityRef: set.entityRef,
    environment: set.environment,
    status: set.status,
    trigger: set.trigger,
    deploymentId: set.deploymentId,
    skewSeconds: set.skewSeconds,
    stateFrom: set.stateFrom?.toISOString(),
    stateTo: set.stateTo?.toISOString(),
    createdAt: set.createdAt.toISOString(),
    finishedAt: set.finishedAt?.toISOString(),
    problem: set.problem,
    points: visible
      .map(({ entityRef, point }) => ({
        recoveryPointId: point.id,
        entityRef,
        status: point.status,
        stateAt: point.stateAt?.toISOString(),
      }))
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1)),
    hiddenPoints: set.recoveryPointIds.length - visible.length,
    ...(set.status === 'complete' && {
      restoreOrder: describeOrder(visible),
    }),
  };
}

function describeOrder(members: SetMember[]): RecoverySetView['restoreOrder'] {
  const sorted = [...members].sort((a, b) =>
    a.entityRef < b.entityRef ? -1 : 1,
  );
  if (sorted.length < 2) return undefined;
  const plan = planSetRestore(
    sorted.map(({ entityRef, dependsOn, point }) => ({
      entityRef,
      dependsOn,
      instanceId: point.instanceId,
      recoveryPointId: point.id,
    })),
  );
  return plan.outcome === 'planned'
    ? {
        entityRefs: plan.order.map(({ entityRef }) => entityRef),
        reasons: plan.reasons,
      }
    : { entityRefs: [], reasons: plan.problems };
}
