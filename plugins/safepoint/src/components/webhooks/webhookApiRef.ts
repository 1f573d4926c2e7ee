import { createApiRef } from '@backstage/frontend-plugin-api';
import type { WebhookApi } from '@safepoint/backstage-plugin-safepoint-common';

/** What became of webhooks. @public */
export const webhookApiRef = createApiRef<WebhookApi>().with({
  id: 'plugin.safepoint.webhooks',
  pluginId: 'safepoint',
});
