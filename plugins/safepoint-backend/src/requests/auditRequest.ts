import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RecoveryRequest } from './RecoveryRequest';

/** An auditor's event about a request; a restore weighs more than what changes no data. */
export function auditRequest(
  eventId: 'request-create' | 'request-decide',
  request: RecoveryRequest,
  instance: StoredInstance,
  more: { by?: string; decision?: string; comment?: string } = {},
) {
  return {
    eventId,
    severityLevel:
      request.kind === 'restore' ? ('high' as const) : ('medium' as const),
    meta: {
      requestId: request.id,
      kind: request.kind,
      entityRef: instance.entityRef,
      environment: instance.environment,
      targetEnvironment: request.targetEnvironment ?? null,
      recoveryPointId: request.recoveryPointId ?? null,
      requestedBy: request.requestedBy,
      reason: request.reason ?? null,
      ...more,
    },
  };
}
