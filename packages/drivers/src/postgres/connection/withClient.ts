import type { Client } from 'pg';
import { connect } from './connect';
import type { PostgresConnection } from './PostgresConnection';

/** Runs `use` with a connection that is closed afterwards, also when `use` fails or the signal aborts. */
export async function withClient<T>(
  connection: PostgresConnection,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(connection);
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}
