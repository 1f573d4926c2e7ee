import {
  type DurableRecord,
  recoveryPointPrefix,
} from '@safepoint/backstage-plugin-safepoint-common';
import { describePoint } from '../agent/completion/describePoint';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import {
  type StoredInstance,
  storeInstanceMapping,
} from '../database/StoreInstanceStore';
import type { Row } from '../database/TableMapping';
import type { RecoverySet } from '../recoverySets/RecoverySet';
import { recoverySetMapping } from '../recoverySets/recoverySetMapping';
import type { SignedManifest } from '../records/SignedManifest';
import { type RecordedTable, recordedTables } from './recordedTables';
import type { ScannedStorage, StorageProblem } from './ScannedStorage';

/** The rows that storage tells. */
export interface RebuildPlan {
  instances: StoredInstance[];
  points: { point: RecordedPoint; manifest?: SignedManifest }[];
  sets: RecoverySet[];
  /** Those that records alone tell. */
  recorded: { table: RecordedTable['table']; rows: Row[] }[];
  problems: StorageProblem[];
}

/** What the database must hold for storage to be the truth. Pure. */
export function planRebuild(scanned: ScannedStorage): RebuildPlan {
  const problems = [...scanned.problems];
  const of = <T>(
    type: DurableRecord['type'],
    revive: (data: Record<string, unknown>, revision: number) => T,
  ) =>
    scanned.records
      .filter(record => record.type === type)
      .map(({ data, revision }) => revive(data, revision));
  const instances = keepOnePerPlace(
    of('store-instance', (data, revision) =>
      storeInstanceMapping.fromRecordData(data, revision),
    ),
    problems,
  );
  return {
    instances: [...instances, ...inventInstances(scanned, instances, problems)],
    points: planPoints(scanned, problems),
    recorded: recordedTables.map(({ type, table, toRow }) => ({
      table,
      rows: scanned.records.filter(one => one.type === type).map(toRow),
    })),
    sets: of('recovery-set', (data, revision) =>
      recoverySetMapping.fromRecordData(data, revision),
    ),
    problems,
  };
}

/** Two portals that did not know of each other may have written one each; the first of them is meant. */
function keepOnePerPlace(
  instances: StoredInstance[],
  problems: StorageProblem[],
): StoredInstance[] {
  const kept = new Map<string, StoredInstance>();
  const byAge = [...instances].sort(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime(),
  );
  for (const instance of byAge) {
    const place = `${instance.entityRef} in ${instance.environment}`;
    const first = kept.get(place);
    if (!first) kept.set(place, instance);
    else {
      problems.push({
        key: place,
        message: `Storage holds two store instances of it; ${first.id} is kept, and the recovery points of ${instance.id} can be restored by hand.`,
      });
    }
  }
  return [...kept.values()];
}

/** A manifest says enough of its instance to show the point, even when the instance's record is gone. */
function inventInstances(
  scanned: ScannedStorage,
  known: StoredInstance[],
  problems: StorageProblem[],
): StoredInstance[] {
  const ids = new Set(known.map(({ id }) => id));
  return scanned.manifests.flatMap(({ instance, driver, createdAt }) => {
    if (ids.has(instance.id)) return [];
    ids.add(instance.id);
    problems.push({
      key: `${instance.entityRef} in ${instance.environment}`,
      message:
        'The record of this store instance is missing; it was made up from a manifest.',
    });
    return [
      {
        id: instance.id,
        entityRef: instance.entityRef,
        environment: instance.environment,
        driver,
        identity: instance.identity,
        identityStatus: 'accepted' as const,
        revision: 0,
        createdAt: new Date(createdAt),
      },
    ];
  });
}

function planPoints(
  scanned: ScannedStorage,
  problems: StorageProblem[],
): RebuildPlan['points'] {
  const statuses = new Map(
    scanned.records
      .filter(({ type }) => type === 'recovery-point-status')
      .map(record => [record.id, record]),
  );
  const whole = scanned.manifests.map(manifest => {
    const described: RecordedPoint = describePoint(manifest);
    const record = statuses.get(manifest.id);
    statuses.delete(manifest.id);
    return {
      manifest,
      point: record ? overlay(described, record, problems) : described,
    };
  });
  const without = [...statuses.values()].map(record => ({
    point: withoutManifest(record, problems),
  }));
  return [...whole, ...without];
}

/** A point that has its manifest is whole, whatever was recorded before it was found. */
function overlay(
  described: RecordedPoint,
  record: DurableRecord,
  problems: StorageProblem[],
): RecordedPoint {
  const recorded = recoveryPointMapping.fromRecordData(
    record.data,
    record.revision,
  );
  if (recorded.status !== 'failed' && recorded.status !== 'lost') {
    return { ...described, ...recorded };
  }
  problems.push({
    key: keyOf(record),
    message: `Recovery point ${record.id} was recorded as ${recorded.status} and has a manifest; it is available.`,
  });
  return { ...described, revision: record.revision };
}

/** Only a point that never came to be, or that is being deleted, may lack its manifest. */
function withoutManifest(
  record: DurableRecord,
  problems: StorageProblem[],
): RecordedPoint {
  const recorded = recoveryPointMapping.fromRecordData(
    record.data,
    record.revision,
  );
  const whole =
    recorded.status === 'available' || recorded.status === 'expired';
  // Its manifest is the first thing that goes when it is deleted.
  if (!whole || recorded.deletionStartedAt) return recorded;
  // What was made elsewhere never had a manifest; its record is all there is.
  if (recorded.external) return recorded;
  problems.push({
    key: keyOf(record),
    message: `Recovery point ${record.id} was ${recorded.status} and has no good manifest any more; it is missing.`,
  });
  return { ...recorded, status: 'missing', level: 'L0', verifiedAt: undefined };
}

function keyOf({ entityRef, environment, id }: DurableRecord): string {
  return `${recoveryPointPrefix(entityRef, environment, id)}/manifest.json`;
}
