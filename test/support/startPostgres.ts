import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestPostgres {
  /** Connection string of a database, as superuser. */
  url(database: string): string;
  adminUrl: string;
  port: number;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

function urlsOf(adminUrl: string, stop: () => Promise<void>): TestPostgres {
  return {
    url: database => {
      const url = new URL(adminUrl);
      url.pathname = `/${encodeURIComponent(database)}`;
      return url.toString();
    },
    adminUrl,
    port: Number(new URL(adminUrl).port || 5432),
    stop,
  };
}

/** A server of its own for a suite, or the one that SAFEPOINT_TEST_POSTGRES_URL names. */
export async function startPostgres(
  options: { version?: string } = {},
): Promise<TestPostgres> {
  const given = process.env.SAFEPOINT_TEST_POSTGRES_URL;
  if (given) return urlsOf(given, async () => {});
  const bin = `/usr/lib/postgresql/${options.version ?? '15'}/bin`;
  const folder = await mkdtemp(join(tmpdir(), 'safepoint-postgres-'));
  const root = process.getuid?.() === 0;
  if (root) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout.trim()), -1);
  }
  const asOwner = (command: string, args: string[]) =>
    root
      ? run('runuser', ['-u', 'postgres', '--', command, ...args], {
          cwd: folder,
        })
      : run(command, args);
  const port = await freePort();
  const data = join(folder, 'data');
  await asOwner(join(bin, 'initdb'), [
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  await asOwner(join(bin, 'pg_ctl'), [
    '-D',
    data,
    '-w',
    '-l',
    join(folder, 'log'),
    '-o',
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off -c wal_level=logical -c max_prepared_transactions=5`,
    'start',
  ]);
  return urlsOf(`postgres://postgres@127.0.0.1:${port}/postgres`, async () => {
    await asOwner(join(bin, 'pg_ctl'), [
      '-D',
      data,
      '-m',
      'immediate',
      '-w',
      'stop',
    ]);
    await rm(folder, { recursive: true, force: true });
  });
}
