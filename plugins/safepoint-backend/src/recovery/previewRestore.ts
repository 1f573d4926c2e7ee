import {
  type DrillFact,
  momentPart,
  phrase,
  type Phrase,
  phraseText,
  type RecoveryPoint,
  recoveryPointPart,
  type RecoverySetView,
  type RestorePreviewView,
  type SchemaChange,
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
  /** From the point to the newest one. */
  schemaChange?: SchemaChange;
  set?: RecoverySetView;
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
  const warnings = listWarnings(input);
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
    schemaChange: input.schemaChange,
    set: input.set,
    warnings: warnings.map(phraseText),
    warningPhrases: warnings,
  };
}

function listWarnings(input: PreviewInput): Phrase[] {
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
      nameLastKnownGood(lastKnownGood),
    !lastKnownGood && 'No recovery point of this store is known to be good.',
    instance.identityStatus === 'changed' &&
      'The store is not the one that was saved before; make sure that it is the one you mean.',
    input.schemaChange && warnOfSchema(input.schemaChange),
    input.set && warnOfSet(input.set),
    lease?.purpose === 'deployment' &&
      'A deployment is under way; a restore has to wait for its outcome.',
    lease &&
      lease.purpose !== 'deployment' &&
      `A ${lease.purpose} of this store is under way; the restore waits for it.`,
    hidden > 0 &&
      `${hidden} more service${
        hidden === 1 ? ' depends' : 's depend'
      } on this store that you may not see.`,
  ]
    .filter((warning): warning is string | Phrase => Boolean(warning))
    .map(warning => phrase`${warning}`);
}

function nameLastKnownGood({ id, stateAt }: RecoveryPoint): Phrase {
  const point = recoveryPointPart(id);
  return stateAt
    ? phrase`This is not the last known good recovery point; that is ${point}, the state of ${momentPart(
        stateAt,
      )}.`
    : phrase`This is not the last known good recovery point; that is ${point}.`;
}

/** The code that runs was written for the schema of now. */
function warnOfSchema(schema: SchemaChange): string | undefined {
  if (schema.change === 'same') return undefined;
  if (schema.change === 'unknown') {
    return `Whether the schema has moved since is not known: ${schema.reason}`;
  }
  const tables = [
    ...schema.tablesAdded.map(name => `${name} goes`),
    ...schema.tablesRemoved.map(name => `${name} comes back`),
  ];
  return `The schema has moved since this recovery point${
    tables.length > 0 ? ` (${listSome(tables)})` : ''
  }. The code that runs now may not fit the restored data; deploy the commit that it belongs to as well.`;
}

/** Stores that were saved together are likely to refer to each other. */
function warnOfSet(set: RecoverySetView): string | undefined {
  const count = set.points.length + set.hiddenPoints;
  if (set.status === 'taking') return undefined;
  if (set.status === 'incomplete') {
    return 'This recovery point was taken for a recovery set that did not come to be; the other data stores have no state that belongs to it.';
  }
  return `This recovery point is one of a set of ${count}. Restored alone, it does not fit the other data stores, whose states stay as they are.${tellOrder(
    set,
  )}`;
}

function tellOrder({ restoreOrder }: RecoverySetView): string {
  if (!restoreOrder) return '';
  const { entityRefs, reasons } = restoreOrder;
  return entityRefs.length > 0
    ? ` To go back as a set, ask for a restore of each, in this order: ${entityRefs.join(
        ', ',
      )}.`
    : ` ${reasons.join(' ')}`;
}

function listSome(items: string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
