import { mockServices } from '@backstage/backend-test-utils';
import type { DomainEvent } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { WebhookEndpoint } from '../../config/webhooksOut';
import { AddressGuard } from '../AddressGuard';
import { createGuardedAgent } from '../createGuardedAgent';
import { DeliveryStore } from '../DeliveryStore';
import { EventOutbox } from '../EventOutbox';
import { WebhookDispatcher } from '../WebhookDispatcher';
import { WebhookSender } from '../WebhookSender';
import { Receiver } from './Receiver';

export const secrets = [
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
];

const portalUrl = 'https://portal.example.com';
const timeoutSeconds = 1;
const deadlineSeconds = 3 * 24 * 3_600;

/** An outbox, endpoints that listen, and as many dispatchers as a test wants; the clock stands unless it is moved. */
export class WebhookWorld {
  readonly clock = { now: new Date('2026-03-10T12:00:00.000Z') };
  readonly logger = mockServices.logger.mock();
  readonly store: DeliveryStore;
  readonly receivers: Receiver[] = [];
  readonly endpoints: WebhookEndpoint[] = [];
  readonly #agent = createGuardedAgent(new AddressGuard(['127.0.0.0/8']), {
    timeoutSeconds,
  });

  constructor(readonly knex: Knex) {
    this.store = new DeliveryStore(knex);
  }

  async addEndpoint(
    id: string,
    more: Partial<WebhookEndpoint> = {},
  ): Promise<Receiver> {
    const receiver = await Receiver.start();
    this.receivers.push(receiver);
    this.endpoints.push({
      id,
      url: receiver.url,
      types: ['dev.safepoint.*'],
      secrets,
      contentType: 'application/cloudevents+json',
      ...more,
    });
    return receiver;
  }

  get outbox(): EventOutbox {
    const { endpoints } = this;
    const now = () => this.clock.now;
    return new EventOutbox({ endpoints, deadlineSeconds, portalUrl, now });
  }

  async publish(...events: Partial<DomainEvent>[]): Promise<void> {
    await this.knex.transaction(trx =>
      this.outbox.publish(
        trx,
        events.map(event => this.event(event)),
      ),
    );
  }

  event(event: Partial<DomainEvent> = {}): DomainEvent {
    return {
      key: `recovery-point/${Math.random()}/available`,
      type: 'dev.safepoint.recovery-point.available',
      subject: 'recovery-point/P1',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      time: this.clock.now,
      data: { recoveryPointId: 'P1' },
      ...event,
    };
  }

  /** A replica. */
  dispatcher(
    options: { sender?: Pick<WebhookSender, 'send'> } = {},
  ): WebhookDispatcher {
    return new WebhookDispatcher({
      config: { endpoints: this.endpoints, timeoutSeconds },
      store: this.store,
      sender: this.sender,
      portalUrl,
      logger: this.logger,
      now: () => this.clock.now,
      random: () => 0.5,
      ...options,
    });
  }

  get sender(): WebhookSender {
    return new WebhookSender({ dispatcher: this.#agent, timeoutSeconds });
  }

  advance(seconds: number): void {
    this.clock.now = new Date(this.clock.now.getTime() + seconds * 1_000);
  }

  async deliveries(status?: string) {
    return this.store.page({ status, limit: 1_000 });
  }

  async stop(): Promise<void> {
    await this.#agent.destroy();
    await Promise.all(this.receivers.map(receiver => receiver.stop()));
  }
}
