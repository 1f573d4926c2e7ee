import { createApiRef } from '@backstage/frontend-plugin-api';
import type { SafepointApi } from '@safepoint/backstage-plugin-safepoint-common';

/** The portal's Safepoint API. @public */
export const safepointApiRef = createApiRef<SafepointApi>().with({
  id: 'plugin.safepoint.client',
  pluginId: 'safepoint',
});
