import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiWebhookLine } from '@remixicon/react';
import { WebhookClient } from '@safepoint/backstage-plugin-safepoint-common';
import { webhookApiRef } from './webhookApiRef';

const webhookApi = ApiBlueprint.make({
  name: 'webhooks',
  params: defineParams =>
    defineParams({
      api: webhookApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new WebhookClient({ discoveryApi, fetchApi }),
    }),
});

const webhooksPage = PageBlueprint.make({
  name: 'webhooks',
  params: {
    path: '/safepoint/webhooks',
    title: 'Webhooks',
    icon: <RiWebhookLine />,
    loader: () =>
      import('./WebhooksPage').then(module => <module.WebhooksPage />),
  },
});

/** The page and what it asks. */
export const webhookExtensions = [webhookApi, webhooksPage];
