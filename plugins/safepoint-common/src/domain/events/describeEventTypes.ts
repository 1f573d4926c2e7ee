import { z } from 'zod';
import type { CloudEvent } from './cloudEvent';
import {
  type DomainEventType,
  domainEventTypes,
  eventTypes,
} from './eventTypes';

type JsonSchema = Record<string, unknown>;

/** CloudEvents 1.0 as Safepoint fills it; the data is of the type. */
const envelope = {
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.url(),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
} satisfies Partial<Record<keyof CloudEvent, z.ZodType>>;

/** JSON Schema of a whole event; properties that it does not name may come later. @public */
export function describeEventType(type: DomainEventType): JsonSchema {
  const { data, description } = eventTypes[type];
  const event = z
    .looseObject({ ...envelope, type: z.literal(type), data: data.loose() })
    .meta({ title: type, description });
  return z.toJSONSchema(event, { target: 'draft-2020-12' });
}

/** The part of docs/webhooks.md that lists the types. @public */
export function describeEventTypes(): string {
  return domainEventTypes
    .map(type => {
      const { data, description } = eventTypes[type];
      const properties = Object.keys(data.shape)
        .map(name => `\`${name}\``)
        .join(', ');
      return `### ${type}\n\n${description} [Schema](../schemas/events/${type}.json).\n\nData: ${properties}.`;
    })
    .join('\n\n');
}
