import type { Client } from 'pg';

/** Closes the connection when the signal aborts, which rejects the query that runs. Returns the undo. */
export function endOnAbort(client: Client, signal?: AbortSignal): () => void {
  const end = () => {
    client.end().catch(() => {});
  };
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  return () => signal?.removeEventListener('abort', end);
}
