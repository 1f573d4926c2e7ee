import type { StoreInstance } from '@safepoint/backstage-plugin-safepoint-common';

/** What an instance's identity becomes, or undefined where nothing changes. */
export type IdentityChange =
  | Pick<StoreInstance, 'identity' | 'identityStatus' | 'changedIdentity'>
  | undefined;

type Known = Pick<
  StoreInstance,
  'identity' | 'identityStatus' | 'changedIdentity'
>;

/** The first identity is accepted; another one is never accepted by itself. */
export function judgeIdentity(
  instance: Known,
  found: Record<string, string>,
): IdentityChange {
  const { identity, identityStatus, changedIdentity } = instance;
  if (!identity) return { identity: found, identityStatus: 'accepted' };
  if (sameIdentity(identity, found)) return undefined;
  const known = changedIdentity && sameIdentity(changedIdentity, found);
  return known && identityStatus === 'changed'
    ? undefined
    : { identity, identityStatus: 'changed', changedIdentity: found };
}

/** Whatever the order of their properties. */
export function sameIdentity(
  a: Record<string, string>,
  b: Record<string, string>,
): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every(name => a[name] === b[name]);
}
