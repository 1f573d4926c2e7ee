import type { RecordDraft } from '../records/DurableRecords';
import type { RecordPlace } from '../records/recordDrafts';
import { holdMapping } from './holdMapping';
import type { RecordedHold } from './RecordedHold';

/** A hold's records lie in the folder of its instance, and outlive the point. */
export function draftHoldRecord(
  hold: RecordedHold,
  place: RecordPlace,
): RecordDraft {
  return {
    type: 'hold',
    id: hold.id,
    revision: hold.revision,
    entityRef: place.entityRef,
    environment: place.environment,
    data: holdMapping.toRecordData(hold),
  };
}
