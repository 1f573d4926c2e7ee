import { createHash } from 'node:crypto';
import {
  type DomainEvent,
  eventsOfRecord,
  type RecordFacts,
  serviceDeployedType,
  wantsEvent,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import type { WebhookEndpoint } from '../config/webhooksOut';
import type { Delivery } from './Delivery';
import { deliveryMapping, eventMapping } from './deliveryMapping';
import type { Events } from './Events';

export interface EventOutboxOptions {
  endpoints: Pick<
    WebhookEndpoint,
    'id' | 'types' | 'environments' | 'entities'
  >[];
  deadlineSeconds: number;
  portalUrl: string;
  now: () => Date;
}

/**
 * Writes what happened, and to whom it is to be told, in the transaction in which it happens. The id of an
 * event follows from its fact and is its primary key: the same fact again is nothing new, on any replica.
 */
export class EventOutbox implements Events {
  constructor(private readonly options: EventOutboxOptions) {}

  async announce(trx: Knex.Transaction, record: RecordFacts): Promise<void> {
    if (this.options.endpoints.length === 0) return;
    await this.publish(trx, eventsOfRecord(record, this.options.portalUrl));
  }

  async publish(trx: Knex.Transaction, events: DomainEvent[]): Promise<void> {
    if (this.options.endpoints.length === 0) return;
    for (const event of events) await this.#publish(trx, event);
  }

  async #publish(trx: Knex.Transaction, event: DomainEvent): Promise<void> {
    const { key, ...stored } = event;
    const id = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const createdAt = this.options.now();
    const inserted = await trx(eventMapping.table)
      .insert(eventMapping.toRow({ ...stored, id, createdAt }))
      .onConflict('id')
      .ignore()
      .returning('id');
    if (inserted.length === 0) return;
    const deliveries = this.#address(event, id, createdAt);
    if (deliveries.length === 0) return;
    await trx(deliveryMapping.table).insert(
      deliveries.map(delivery => deliveryMapping.toRow(delivery)),
    );
  }

  #address(event: DomainEvent, eventId: string, createdAt: Date): Delivery[] {
    const { deadlineSeconds, endpoints } = this.options;
    const deadline = new Date(createdAt.getTime() + deadlineSeconds * 1_000);
    return endpoints.flatMap(endpoint =>
      wordsFor(event)
        .filter(type => wantsEvent(endpoint, { ...event, type }))
        .map(type => ({
          id: ulid(),
          eventId,
          endpointId: endpoint.id,
          type,
          status: 'pending' as const,
          attempts: 0,
          nextAttemptAt: createdAt,
          deadline,
          createdAt,
        })),
    );
  }
}

/** A deployment that succeeded is told in Safepoint's words, in those of CDEvents, or both. */
function wordsFor({ type }: DomainEvent): string[] {
  return type === 'dev.safepoint.deployment.succeeded'
    ? [type, serviceDeployedType]
    : [type];
}
