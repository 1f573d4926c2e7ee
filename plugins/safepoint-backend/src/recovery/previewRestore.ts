import type {
  DrillFact,
  RecoveryPoint,
  RestorePreviewView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { DriverDescriptor } from '@safepoint/engine';
import type { Lease } from '../database/LeaseStore';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { toDeploymentView, toRecoveryPointView } from './toApi';

export interface PreviewInput {
  point: RecordedPoint;
  instance: StoredInstance;
  deploymentsSince: RecordedDeployment[];
  drills: DrillFact[];
  lastKnownGood?: RecoveryPoint;
  approvalsNeeded: number;
  driver?: DriverDescriptor;
  lease?: Lease;
  dependents: string[];
  visibleDependents: string[];
  now: Date;
}

/** What a restore of a point would do and lose. Pure: all that it needs is given. */
export function previewRestore(input: PreviewInput): RestorePreviewView {
  const { point, instance, driver, now } = input;
  const proof = input.drills
    .filter(
      ({ outcome, recoverySeconds }) => outcome === 'passed' && recoverySeconds,
    )
    .sort((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime())[0];
  const lostSince = point.stateAt ?? point.createdAt;
  return {
    recoveryPoint: toRecoveryPointView(point, instance),
    approvalsNeeded: input.approvalsNeeded,
    switchKind: driver?.switchKind ?? 'overwrite',
    switchDescription:
      driver?.switchDescription ??
      `The portal does not know the driver '${instance.driver}' any more.`,
    dataAtStakeSeconds: Math.max(
      0,
      (now.getTime() - lostSince.getTime()) / 1_000,
    ),
    deploymentsSince: input.deploymentsSince
      .filter(({ entityRef }) => input.visibleDependents.includes(entityRef))
      .map(toDeploymentView),
    sharedWith: input.visibleDependents,
    expectedSeconds: proof?.recoverySeconds,
    warnings: listWarnings(input),
  };
}

function listWarnings(input: PreviewInput): string[] {
  const { point, instance, lastKnownGood, lease } = input;
  const hidden = input.dependents.length - input.visibleDependents.length;
  return [
    point.status !== 'available' &&
      `This recovery point is ${point.status} and cannot be restored.`,
    point.quarantined &&
      'This recovery point is quarantined and cannot be restored.',
    point.level === 'L0' &&
      'No restore of this recovery point was ever proven; it is proven before the switch, and the restore stops if it does not hold.',
    lastKnownGood &&
      lastKnownGood.id !== point.id &&
      `This is not the last known good recovery point; that is ${lastKnownGood.id}.`,
    !lastKnownGood && 'No recovery point of this store is known to be good.',
    instance.identityStatus === 'changed' &&
      'The store is not the one that was saved before; make sure that it is the one you mean.',
    lease?.purpose === 'deployment' &&
      'A deployment is under way; a restore has to wait for its outcome.',
    lease &&
      lease.purpose !== 'deployment' &&
      `A ${lease.purpose} of this store is under way; the restore waits for it.`,
    hidden > 0 &&
      `${hidden} more service${
        hidden === 1 ? ' depends' : 's depend'
      } on this store that you may not see.`,
  ].filter((warning): warning is string => typeof warning === 'string');
}
