import type { BackstageUserInfo } from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createRestoreRequestConditionalDecision,
  restoreRequestConditions,
} from '@safepoint/backstage-plugin-safepoint-backend';
import { RESOURCE_TYPE_RESTORE_REQUEST } from '@safepoint/backstage-plugin-safepoint-common';
import { permissionRules } from './permissionRules';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

const sre = 'group:default/sre';
const auditors = 'group:default/auditors';

/** The demo's policy. Reading is open to whoever is signed in; every write that is not listed is refused. */
export function decidePermission(
  permission: Permission,
  user: BackstageUserInfo | undefined,
): PolicyDecision {
  if (!user) {
    return deny;
  }
  if (permission.name.startsWith('safepoint.')) {
    return decideSafepoint(permission, user);
  }
  return permission.attributes.action === 'read' ? allow : deny;
}

function decideSafepoint(
  permission: Permission,
  user: BackstageUserInfo,
): PolicyDecision {
  const groups = user.ownershipEntityRefs;
  const audience = permissionRules.get(permission.name);
  if (audience === 'everybody') {
    return allow;
  }
  if (audience === undefined || groups.includes(auditors)) {
    return deny;
  }
  const isSre = groups.includes(sre);
  switch (audience) {
    case 'owner-or-sre':
      return isSre ? allow : allowOwner(permission, groups);
    case 'sre':
      return isSre ? allow : deny;
    case 'sre-except-requester':
      return isSre ? allowExceptRequester(permission, user) : deny;
    default:
      return deny;
  }
}

function allowOwner(permission: Permission, claims: string[]): PolicyDecision {
  if (!isResourcePermission(permission, 'catalog-entity')) {
    return deny;
  }
  return createCatalogConditionalDecision(
    permission,
    catalogConditions.isEntityOwner({ claims }),
  );
}

function allowExceptRequester(
  permission: Permission,
  user: BackstageUserInfo,
): PolicyDecision {
  if (!isResourcePermission(permission, RESOURCE_TYPE_RESTORE_REQUEST)) {
    return deny;
  }
  return createRestoreRequestConditionalDecision(
    permission,
    restoreRequestConditions.isNotRequester({ userRef: user.userEntityRef }),
  );
}
