import type { RecordDraft } from '../records';
import { pauseMapping, type RecordedPause } from './pauseMapping';

/** A pause's records lie in the folder of the instance that it is of. */
export function draftPauseRecord(
  pause: RecordedPause,
  place: { entityRef: string; environment: string },
): RecordDraft {
  return {
    type: 'schedule-pause',
    id: pause.id,
    revision: pause.revision,
    entityRef: place.entityRef,
    environment: place.environment,
    data: pauseMapping.toRecordData(pause),
  };
}
