import { withClient } from './withClient';
import type { PostgresConnection } from './PostgresConnection';

const CANDIDATES = ['postgres', 'template1'];

/**
 * A connection to another database of the same server: a database can neither be renamed nor dropped
 * from within. Throws the first refusal if the role may enter none.
 */
export async function maintenanceConnection(
  connection: PostgresConnection,
): Promise<PostgresConnection> {
  let refusal: unknown;
  for (const database of CANDIDATES) {
    const candidate = { ...connection, database };
    try {
      await withClient(candidate, async () => {});
      return candidate;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}
