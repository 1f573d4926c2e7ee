/**
 * Whether policies are taken from a location, `url:https://…` for example. An allowed target stands for
 * itself and, as a prefix, for everything below it: it ends where a name ends, never inside of one.
 * Whatever could be read as another place than it looks like (credentials, `..`, encoded slashes,
 * a query below a prefix) is not below anything.
 *
 * @param allowed - targets without their type, as in `safepoint.policies.locations`
 * @public
 */
export function isPlatformLocation(
  location: { type: string; target: string },
  allowed: readonly { type: string; target: string }[],
): boolean {
  return allowed.some(
    ({ type, target }) =>
      type === location.type && isAtOrBelow(location.target, target),
  );
}

function isAtOrBelow(target: string, allowed: string): boolean {
  if (isAmbiguous(target)) return false;
  if (target === allowed) return true;
  if (target.includes('?') || target.includes('#')) return false;
  const folder = allowed.endsWith('/') ? allowed : `${allowed}/`;
  return target.startsWith(folder);
}

function isAmbiguous(target: string): boolean {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return (
    /[\\\s]/.test(path) ||
    /%(2e|2f|5c|25)/i.test(path) ||
    path.split(/[/?#]/).some(part => part === '.' || part === '..') ||
    (path !== target && path.split('/')[0].includes('@'))
  );
}
