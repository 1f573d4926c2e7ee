import type { SafepointError } from '@safepoint/engine';

/** What no later attempt would mend: the stored parts are others than announced, or are gone. */
const permanentKinds = ['part-mismatch', 'upload-not-found', 'object-exists'];

export function isPermanent(error: unknown): error is SafepointError {
  const { name, kind } = error as { name?: string; kind?: string };
  return (
    name === 'SafepointError' &&
    kind !== undefined &&
    permanentKinds.includes(kind)
  );
}
