import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findTool } from './findMissingTools';
import { findFreePorts } from './freePorts';
import { ServerProcesses } from './ServerProcesses';
import { findServerUser, giveTo } from './serverUser';

export const postgresTools = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];

export interface PostgresServer {
  /** Connection string of a database, as the superuser. */
  url(database: string): string;
  /** Connection string of the database `postgres`, as the superuser. */
  adminUrl: string;
  host: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL for tests: the one that SAFEPOINT_TEST_POSTGRES_URL names (a superuser's), else a cluster
 * of its own in a temporary folder, up in a second.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.SAFEPOINT_TEST_POSTGRES_URL;
  return given
    ? describeServer(new URL(given), async () => undefined)
    : startCluster();
}

async function startCluster(): Promise<PostgresServer> {
  const user = findServerUser('postgres', 'nobody');
  const folder = mkdtempSync(join(tmpdir(), 'safepoint-postgres-'));
  giveTo(user, folder);
  const { PATH } = process.env;
  const processes = new ServerProcesses(user, {
    PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
  });
  const stop = async () => {
    await processes.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const data = join(folder, 'data');
    const port = await findFreePorts(1);
    await processes.run(findTool('initdb') ?? 'initdb', [
      ...['-D', data, '-A', 'trust', '-U', 'postgres'],
      ...['--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
    ]);
    processes.start(
      findTool('postgres') ?? 'postgres',
      [
        ...['-D', data, '-p', `${port}`],
        ...[
          '-c',
          'listen_addresses=127.0.0.1',
          '-c',
          `unix_socket_directories=${folder}`,
        ],
        ...['-c', 'fsync=off', '-c', 'max_connections=100'],
        // What stands in the way of a switch-over: replication slots and prepared transactions.
        ...['-c', 'wal_level=logical', '-c', 'max_prepared_transactions=8'],
      ],
      join(folder, 'server.log'),
    );
    const server = describeServer(
      new URL(`postgresql://postgres@127.0.0.1:${port}/postgres`),
      stop,
    );
    await waitForServer(server.adminUrl, processes);
    return server;
  } catch (error) {
    await stop();
    throw error;
  }
}

function describeServer(admin: URL, stop: () => Promise<void>): PostgresServer {
  return {
    url(database) {
      const url = new URL(admin);
      url.pathname = `/${database}`;
      return url.toString();
    },
    adminUrl: admin.toString(),
    host: admin.hostname,
    port: Number(admin.port || 5432),
    stop,
  };
}

async function waitForServer(
  url: string,
  processes: ServerProcesses,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline || processes.hasEnded()) {
        throw new Error(`PostgreSQL did not start: ${error}`);
      }
      await new Promise(resolve => {
        setTimeout(resolve, 50);
      });
    }
  }
}
