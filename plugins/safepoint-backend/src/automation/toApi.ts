import type {
  AutomationRequestView,
  ExternalRecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { AskedRequest } from './AutomationRequests';
import type { RecordedExternalPoint } from './ExternalPoints';

export function toAutomationRequestView({
  instance,
  request,
}: Omit<AskedRequest, 'repeated'>): AutomationRequestView {
  return {
    id: request.id,
    kind: request.kind === 'drill' ? 'drill' : 'backup',
    status: request.status,
    entityRef: instance.entityRef,
    environment: instance.environment,
    requestedBy: request.requestedBy,
    requestedAt: request.requestedAt.toISOString(),
    startedAt: request.startedAt?.toISOString(),
    finishedAt: request.finishedAt?.toISOString(),
    pipelineUrl: request.pipelineUrl,
    level: request.level,
    problem: request.problem,
  };
}

export function toExternalPointView({
  instance,
  point,
}: Omit<RecordedExternalPoint, 'repeated'>): ExternalRecoveryPointView {
  const { external, stateAt } = point;
  if (!external || !stateAt) {
    throw new Error(`Recovery point ${point.id} is not external.`);
  }
  return {
    id: point.id,
    entityRef: instance.entityRef,
    environment: instance.environment,
    trigger: point.trigger,
    status: point.status,
    level: point.level,
    stateAt: stateAt.toISOString(),
    createdAt: point.createdAt.toISOString(),
    external,
  };
}
