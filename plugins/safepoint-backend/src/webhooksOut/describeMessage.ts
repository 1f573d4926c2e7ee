import {
  serviceDeployedType,
  toCdEvent,
  toCloudEvent,
} from '@safepoint/backstage-plugin-safepoint-common';
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from '../config/webhooksOut';
import type { Delivery, StoredEvent } from './Delivery';

export interface WebhookMessage {
  body: string;
  headers: Record<string, string>;
}

/** What is sent: the same id and the same bytes at every attempt, signed anew with every secret. */
export function describeMessage(input: {
  event: StoredEvent;
  delivery: Pick<Delivery, 'type'>;
  endpoint: Pick<WebhookEndpoint, 'secrets' | 'contentType'>;
  portalUrl: string;
  now: Date;
}): WebhookMessage {
  const { delivery, endpoint, event, now, portalUrl } = input;
  const body = JSON.stringify(render(event, delivery.type, portalUrl));
  const id = messageId(event.id, delivery.type);
  return {
    body,
    headers: {
      'content-type': `${endpoint.contentType}; charset=utf-8`,
      'user-agent': 'Safepoint',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': endpoint.secrets
        .map(secret => new Webhook(secret).sign(id, now, body))
        .join(' '),
    },
  };
}

/** In other words it is another message, and whoever gets both must be able to tell them apart. */
function messageId(eventId: string, type: string): string {
  return type === serviceDeployedType ? `${eventId}-cdevents` : eventId;
}

function render(event: StoredEvent, type: string, portalUrl: string) {
  const envelope = { id: messageId(event.id, type), portalUrl };
  const known = { ...event, key: event.id };
  const rendered =
    type === serviceDeployedType
      ? toCdEvent(known, envelope)
      : toCloudEvent(known, envelope);
  if (!rendered)
    throw new Error(`Event ${event.id} cannot be told as ${type}.`);
  return rendered;
}
