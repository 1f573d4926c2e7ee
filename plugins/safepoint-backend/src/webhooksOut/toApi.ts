import type {
  EndpointCircuit,
  WebhookDeliveryView,
  WebhookEndpointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { WebhookEndpoint } from '../config/webhooksOut';
import type { Delivery, StoredEvent } from './Delivery';

/** Only the host of the address is shown: the path may be all that an endpoint knows its callers by. */
export function toEndpointView(
  endpoint: WebhookEndpoint,
  facts: {
    circuit: EndpointCircuit;
    counts: { status: string; count: number }[];
    now: Date;
  },
): WebhookEndpointView {
  const { circuit, counts, now } = facts;
  const countOf = (status: string) =>
    counts.find(one => one.status === status)?.count ?? 0;
  const { openUntil } = circuit;
  return {
    id: endpoint.id,
    host: new URL(endpoint.url).host,
    types: endpoint.types,
    ...(endpoint.environments && { environments: endpoint.environments }),
    ...(endpoint.entities && { entities: endpoint.entities }),
    failures: circuit.failures,
    ...(openUntil &&
      openUntil > now && { pausedUntil: openUntil.toISOString() }),
    pending: countOf('pending'),
    dead: countOf('dead'),
  };
}

export function toDeliveryView(
  delivery: Delivery,
  event: StoredEvent | undefined,
): WebhookDeliveryView {
  const { attemptedAt, deadline, nextAttemptAt, status } = delivery;
  return {
    id: delivery.id,
    endpointId: delivery.endpointId,
    eventId: delivery.eventId,
    type: delivery.type,
    ...(event && {
      subject: event.subject,
      entityRef: event.entityRef,
      environment: event.environment,
    }),
    status,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt.toISOString(),
    deadline: deadline.toISOString(),
    ...(status === 'pending' && {
      nextAttemptAt: nextAttemptAt.toISOString(),
    }),
    ...(attemptedAt && { attemptedAt: attemptedAt.toISOString() }),
    ...(delivery.answerStatus !== undefined && {
      answerStatus: delivery.answerStatus,
    }),
    ...(delivery.problem !== undefined && { problem: delivery.problem }),
  };
}
