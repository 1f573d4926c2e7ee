import type { DomainEvent } from './DomainEvent';

/** CloudEvents 1.0 in its structured JSON form. @public */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

/** @public */
export function toCloudEvent(
  event: DomainEvent,
  envelope: { id: string; portalUrl: string },
): CloudEvent {
  return {
    specversion: '1.0',
    id: envelope.id,
    source: envelope.portalUrl,
    type: event.type,
    subject: event.subject,
    time: event.time.toISOString(),
    datacontenttype: 'application/json',
    data: JSON.parse(JSON.stringify(event.data)),
  };
}
