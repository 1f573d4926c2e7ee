/** What a service may be allowed to do. @public */
export const automationOperations = [
  'backup',
  'drill',
  'record-external',
  'report-deployment',
] as const;

/** @public */
export type AutomationOperation = (typeof automationOperations)[number];

/** What the platform lets a service do; from app-config, never from the catalog. @public */
export interface AutomationGrant {
  /** As Backstage names the service. */
  subject: string;
  may: AutomationOperation[];
  /** Entity references in lower case, or `*` alone. */
  entities: string[];
  /** Names, or `*` alone. */
  environments: string[];
}

/** A service as Backstage knows it by its token. @public */
export interface AutomationPrincipal {
  subject: string;
  /** To which permissions its token is restricted; absent: to none, it may do all. */
  permissionNames?: string[];
}

/** @public */
export type AutomationDecision =
  | { allowed: true }
  | {
      allowed: false;
      /** `stranger`: says nothing about whether the entity exists. */
      kind: 'unrestricted' | 'stranger';
      reason: string;
    };

/**
 * Whether a service may do something. The configuration names it, what it may do, and on what; and its token
 * is restricted to that permission, so that a token which may do everything is not one that starts backups.
 *
 * @public
 */
export function decideAutomation(
  principal: AutomationPrincipal,
  asked: {
    operation: AutomationOperation;
    permission: string;
    entityRef: string;
    environment: string;
  },
  grants: AutomationGrant[],
): AutomationDecision {
  const { operation, permission } = asked;
  if (!principal.permissionNames?.includes(permission)) {
    return {
      allowed: false,
      kind: 'unrestricted',
      reason: `The token of ${principal.subject} is not restricted to ${permission}. Add it to accessRestrictions of its entry in backend.auth.externalAccess: plugin safepoint, permission ${permission}.`,
    };
  }
  const granted = grants.some(
    grant =>
      grant.subject === principal.subject &&
      grant.may.includes(operation) &&
      includes(grant.entities, asked.entityRef) &&
      includes(grant.environments, asked.environment),
  );
  if (granted) return { allowed: true };
  return {
    allowed: false,
    kind: 'stranger',
    reason: `${principal.subject} may do no ${operation} there. What services may do stands in safepoint.automation.principals.`,
  };
}

function includes(names: string[], name: string): boolean {
  return names.includes('*') || names.includes(name);
}
