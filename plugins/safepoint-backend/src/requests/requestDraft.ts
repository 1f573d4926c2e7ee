import { requestMapping } from '../database/RequestStore';
import type { RecordDraft } from '../records';
import type { RecoveryRequest } from './RecoveryRequest';

/** A request's records lie in the folder of the instance that it is about. */
export function draftRequestRecord(
  request: RecoveryRequest,
  instance: { entityRef: string; environment: string },
): RecordDraft {
  return {
    type: 'request',
    id: request.id,
    revision: request.revision,
    entityRef: instance.entityRef,
    environment: instance.environment,
    data: requestMapping.toRecordData(request),
  };
}
