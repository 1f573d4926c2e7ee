import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findTool } from '../../support/servers';

/** What a backup of a smaller database takes once would weigh too much. */
const leastBytes = 1e9;

/** Adds pgbench's tables, about 15 MB for each of `scale`, and answers the size of the database. */
export async function fillByPgbench(
  url: string,
  options: { scale: number; partitions?: number; signal: AbortSignal },
): Promise<number> {
  const { scale, partitions = 0, signal } = options;
  await promisify(execFile)(
    findTool('pgbench') ?? 'pgbench',
    ['-i', '-q', '-s', `${scale}`, `--partitions=${partitions}`, url],
    { signal },
  );
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    const bytes = Number(rows[0].bytes);
    if (bytes < leastBytes) {
      throw new Error(`The database has only ${bytes} bytes; raise the scale.`);
    }
    return bytes;
  } finally {
    await client.end();
  }
}
