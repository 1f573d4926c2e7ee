import {
  SafepointClient,
  type SafepointApi,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PortalUser } from './PortalUser';

/** The portal's API as the Recovery tab uses it, with this user's credentials. */
export function createApi(portalUrl: string, user: PortalUser): SafepointApi {
  return new SafepointClient({
    discoveryApi: { getBaseUrl: async id => `${portalUrl}/api/${id}` },
    fetchApi: { fetch: user.fetch },
  });
}
