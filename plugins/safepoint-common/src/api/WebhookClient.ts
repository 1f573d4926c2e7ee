import {
  createSafepointFetchClient,
  dataOf,
  type SafepointFetchClient,
} from './createSafepointFetchClient';
import { fetchByParts } from './fetchByParts';
import type { CallOptions } from './SafepointApi';
import type { SafepointClientOptions } from './SafepointClient';
import type { WebhookDeliveryView, WebhookEndpointView } from './types';

/** Webhooks, for those who run the portal. @public */
export interface WebhookApi {
  listEndpoints(options?: CallOptions): Promise<WebhookEndpointView[]>;
  /** Newest first. */
  listDeliveries(
    query: {
      status?: WebhookDeliveryView['status'];
      cursor?: string;
      limit?: number;
    },
    options?: CallOptions,
  ): Promise<{ items: WebhookDeliveryView[]; nextCursor?: string }>;
  /** Only dead letters are sent again. */
  redeliver(
    deliveryId: string,
    options?: CallOptions,
  ): Promise<WebhookDeliveryView>;
}

/** A thin facade over the typed client. @public */
export class WebhookClient implements WebhookApi {
  readonly #client: SafepointFetchClient;
  readonly #discoveryApi: SafepointClientOptions['discoveryApi'];

  constructor(options: SafepointClientOptions) {
    const { discoveryApi, fetchApi } = options;
    this.#discoveryApi = discoveryApi;
    this.#client = createSafepointFetchClient({
      fetch: fetchApi && (request => fetchByParts(fetchApi.fetch, request)),
    });
  }

  async listEndpoints(options?: CallOptions) {
    const { items } = await dataOf(
      this.#client.GET('/webhooks', await this.#call(options)),
    );
    return items;
  }

  async listDeliveries(
    query: Parameters<WebhookApi['listDeliveries']>[0],
    options?: CallOptions,
  ) {
    return dataOf(
      this.#client.GET('/webhooks/deliveries', {
        ...(await this.#call(options)),
        params: { query },
      }),
    );
  }

  async redeliver(deliveryId: string, options?: CallOptions) {
    return dataOf(
      this.#client.POST('/webhooks/deliveries/{deliveryId}/redeliver', {
        ...(await this.#call(options)),
        params: { path: { deliveryId } },
      }),
    );
  }

  async #call(options?: CallOptions) {
    return {
      baseUrl: await this.#discoveryApi.getBaseUrl('safepoint'),
      signal: options?.signal,
      headers: options?.token
        ? { Authorization: `Bearer ${options.token}` }
        : undefined,
    };
  }
}
