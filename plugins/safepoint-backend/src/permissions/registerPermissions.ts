import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  isResourcePermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_RESTORE_REQUEST,
  safepointPermissions,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PortalStores } from '../database/portalStores';
import {
  type RestoreRequestResource,
  restoreRequestResourceRef,
  restoreRequestRules,
} from './restoreRequestRules';

/** Tells the permission framework what there is to permit, and how to load what its conditions are about. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  stores: PortalStores,
): void {
  const ofRequests: Permission[] = safepointPermissions.filter(permission =>
    isResourcePermission(permission, RESOURCE_TYPE_RESTORE_REQUEST),
  );
  registry.addResourceType({
    resourceRef: restoreRequestResourceRef,
    permissions: ofRequests,
    rules: Object.values(restoreRequestRules),
    getResources: ids => loadRequests(stores, ids),
  });
  registry.addPermissions(
    safepointPermissions.filter(permission => !ofRequests.includes(permission)),
  );
}

async function loadRequests(
  stores: PortalStores,
  ids: string[],
): Promise<(RestoreRequestResource | undefined)[]> {
  const requests = await stores.requests.findMany(ids);
  const byId = new Map(requests.map(request => [request.id, request]));
  return Promise.all(
    ids.map(async id => {
      const request = byId.get(id);
      const instance =
        request && (await stores.instances.find(request.instanceId));
      return request && instance
        ? {
            id,
            requestedBy: request.requestedBy,
            targetEnvironment:
              request.targetEnvironment ?? instance.environment,
          }
        : undefined;
    }),
  );
}
