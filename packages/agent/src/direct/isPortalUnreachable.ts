/** Answers of 500 and more that are the portal's own word and no sign that it is down. */
const ownWords = new Set([501, 507]);

/**
 * Whether an error means that the portal could not be reached, or could not answer, for as long as it was
 * tried. A refusal (4xx) never does: a portal that says no is up.
 */
export function isPortalUnreachable(error: unknown): boolean {
  const { name, kind, status, cause } = (error ?? {}) as {
    name?: string;
    kind?: string;
    status?: number;
    cause?: unknown;
  };
  if (name === 'SafepointApiError' && status !== undefined) {
    return status >= 500 && !ownWords.has(status);
  }
  if (name !== 'SafepointError') return false;
  // A lease is also lost by not reaching the portal; several stores fail for the reason of the first.
  return kind === 'portal-unreachable' || isPortalUnreachable(cause);
}
