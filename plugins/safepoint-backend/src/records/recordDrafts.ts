import { deploymentMapping } from '../database/deploymentMapping';
import { drillMapping } from '../database/drillMapping';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedDrill } from '../database/RecordedDrill';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import {
  type StoredInstance,
  storeInstanceMapping,
} from '../database/StoreInstanceStore';
import type { RecordDraft } from './DurableRecords';

/** Where the records of an instance's points and drills lie. */
export interface RecordPlace {
  entityRef: string;
  environment: string;
}

/** A deployment's records lie in its component's folder. */
export function draftDeploymentRecord(
  deployment: RecordedDeployment,
): RecordDraft {
  return {
    type: 'deployment',
    id: deployment.id,
    revision: deployment.revision,
    entityRef: deployment.entityRef,
    environment: deployment.environment,
    data: deploymentMapping.toRecordData(deployment),
  };
}

export function draftDrillRecord(
  drill: RecordedDrill,
  place: RecordPlace,
): RecordDraft {
  return {
    type: 'drill',
    id: drill.id,
    revision: drill.revision,
    entityRef: place.entityRef,
    environment: place.environment,
    data: drillMapping.toRecordData(drill),
  };
}

/** The state of a point after its manifest, or instead of one when it never had any. */
export function draftPointStatusRecord(
  point: RecordedPoint,
  place: RecordPlace,
): RecordDraft {
  return {
    type: 'recovery-point-status',
    id: point.id,
    revision: point.revision,
    entityRef: place.entityRef,
    environment: place.environment,
    data: recoveryPointMapping.toRecordData(point),
  };
}

export function draftInstanceRecord(instance: StoredInstance): RecordDraft {
  return {
    type: 'store-instance',
    id: instance.id,
    revision: instance.revision,
    entityRef: instance.entityRef,
    environment: instance.environment,
    data: storeInstanceMapping.toRecordData(instance),
  };
}
