import type { Client } from 'pg';
import { connect } from './connect';
import { endOnAbort } from './endOnAbort';
import type { PostgresConnection } from './PostgresConnection';

/**
 * Runs `use` with a connection that is closed afterwards, also when `use` fails. With a signal, an abort
 * closes it at once and is what it throws; leave it out where half done is worse than late.
 */
export async function withClient<T>(
  connection: PostgresConnection,
  use: (client: Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const client = await connect(connection);
  const ignoreAbort = endOnAbort(client, signal);
  try {
    return await use(client);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    ignoreAbort();
    await client.end().catch(() => {});
  }
}
