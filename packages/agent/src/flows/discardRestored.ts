import type { Proof } from './provePoint';

/**
 * Removes what a proof restored, if it is still there, and gives its name. Also after an abort: no server
 * may fill up with copies of production.
 */
export async function discardRestored(
  proof: Proof,
): Promise<string | undefined> {
  if (!proof.restored) return undefined;
  const { signal } = new AbortController();
  await proof.driver.discard(
    { ...proof.driverContext, signal },
    proof.restored,
  );
  return proof.restored.name;
}
