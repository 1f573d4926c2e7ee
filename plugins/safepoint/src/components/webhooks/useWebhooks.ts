import { useApi } from '@backstage/frontend-plugin-api';
import type {
  WebhookDeliveryView,
  WebhookEndpointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback } from 'react';
import { type LiveData, useLiveData } from '../../hooks/useLiveData';
import { webhookApiRef } from './webhookApiRef';

export interface Webhooks {
  endpoints: WebhookEndpointView[];
  dead: WebhookDeliveryView[];
  recent: WebhookDeliveryView[];
}

const pauseMilliseconds = 10_000;
const shownDead = 100;
const shownRecent = 20;

/** All that the page shows; it stays current while the page is visible. */
export function useWebhooks(): LiveData<Webhooks> {
  const api = useApi(webhookApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<Webhooks> => {
      const [endpoints, dead, recent] = await Promise.all([
        api.listEndpoints({ signal }),
        api.listDeliveries({ status: 'dead', limit: shownDead }, { signal }),
        api.listDeliveries({ limit: shownRecent }, { signal }),
      ]);
      return { endpoints, dead: dead.items, recent: recent.items };
    },
    [api],
  );
  return useLiveData(load, () => pauseMilliseconds);
}
