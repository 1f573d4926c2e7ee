import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  safepointWebhookManagePermission,
  type WebhookDeliveryView,
  type WebhookEndpointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import type { WebhooksOutConfig } from '../config/webhooksOut';
import type { Authorizer } from '../permissions/Authorizer';
import type { Delivery } from './Delivery';
import type { DeliveryStore } from './DeliveryStore';
import { toDeliveryView, toEndpointView } from './toApi';

export interface DeliveryQuery {
  status?: string;
  endpointId?: string;
  cursor?: string;
  limit: number;
}

/** Shows those who may what became of webhooks, and sends dead letters again. */
export class WebhookDesk {
  constructor(
    private readonly options: {
      config: Pick<WebhooksOutConfig, 'endpoints' | 'deadlineSeconds'>;
      store: DeliveryStore;
      authorizer: Pick<Authorizer, 'requireBasic'>;
      auditor: AuditorService;
      now: () => Date;
    },
  ) {}

  async listEndpoints(
    credentials: BackstageCredentials,
  ): Promise<WebhookEndpointView[]> {
    await this.#authorize(credentials);
    const { config, now, store } = this.options;
    const counts = await store.count();
    return Promise.all(
      config.endpoints.map(async endpoint =>
        toEndpointView(endpoint, {
          circuit: await store.readCircuit(endpoint.id),
          counts: counts.filter(({ endpointId }) => endpointId === endpoint.id),
          now: now(),
        }),
      ),
    );
  }

  async listDeliveries(
    query: DeliveryQuery,
    credentials: BackstageCredentials,
  ): Promise<{ items: WebhookDeliveryView[]; nextCursor?: string }> {
    await this.#authorize(credentials);
    const { cursor: before, limit } = query;
    const found = await this.options.store.page({
      ...query,
      before,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return {
      items: await this.#view(items),
      ...(found.length > limit && { nextCursor: items[items.length - 1].id }),
    };
  }

  async redeliver(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<WebhookDeliveryView> {
    await this.#authorize(credentials);
    const { auditor, config, now, store } = this.options;
    const delivery = await store.find(id);
    if (!delivery) throw new NotFoundError(`There is no webhook ${id}.`);
    const { endpointId, eventId } = delivery;
    if (!config.endpoints.some(endpoint => endpoint.id === endpointId)) {
      throw new ConflictError(
        `The endpoint ${endpointId} is not configured any more; put it back into safepoint.webhooksOut.endpoints first.`,
      );
    }
    const deadline = new Date(now().getTime() + config.deadlineSeconds * 1_000);
    await audited(
      auditor,
      { eventId: 'webhook-redeliver', meta: { id, endpointId, eventId } },
      async () => {
        if (!(await store.tryRevive(id, now(), deadline))) {
          throw new ConflictError(
            `Webhook ${id} is ${delivery.status}; only dead letters are sent again.`,
          );
        }
      },
    );
    const revived = await store.find(id);
    return (await this.#view([revived ?? delivery]))[0];
  }

  async #view(deliveries: Delivery[]): Promise<WebhookDeliveryView[]> {
    const events = await this.options.store.findEvents(
      deliveries.map(({ eventId }) => eventId),
    );
    return deliveries.map(one => toDeliveryView(one, events.get(one.eventId)));
  }

  #authorize(credentials: BackstageCredentials): Promise<void> {
    return this.options.authorizer.requireBasic(
      safepointWebhookManagePermission,
      credentials,
    );
  }
}
