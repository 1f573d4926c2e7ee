import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { Client } from 'pg';
import { explainedError } from '../../bootstrap/explainedError.mjs';
import type { ProcessGroups } from '../../process/ProcessGroups';
import { followOutput } from '../../process/followOutput';
import { runToEnd } from '../../process/runToEnd';
import type { DemoFolder } from '../folder/DemoFolder';
import { findPort } from '../findPorts';
import { canEnter, findServerUser } from './serverUser';

const startMilliseconds = 30_000;
const administrator = 'postgres';

interface StartOptions {
  name: string;
  folder: DemoFolder;
  groups: ProcessGroups;
  logsFolder: string;
  signal: AbortSignal;
}

/** A private PostgreSQL server: its own data folder and port, on loopback only, with passwords. */
export class PostgresCluster {
  readonly name: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Of the superuser; a secret. */
  readonly adminUrl: string;
  readonly #stop: () => Promise<void>;

  private constructor(parts: {
    name: string;
    port: number;
    dataFolder: string;
    password: string;
    stop: () => Promise<void>;
  }) {
    this.name = parts.name;
    this.port = parts.port;
    this.dataFolder = parts.dataFolder;
    this.#stop = parts.stop;
    this.adminUrl = this.url({
      user: administrator,
      password: parts.password,
      database: 'postgres',
    });
  }

  static async start(options: StartOptions): Promise<PostgresCluster> {
    const { name, groups, logsFolder } = options;
    const user = findServerUser();
    const home = await makeHome(options, user);
    const dataFolder = path.join(home, 'data');
    const password = randomBytes(24).toString('base64url');
    await initialise(options, { home, dataFolder, password, user });

    const port = await findPort();
    const logFile = path.join(logsFolder, `postgres-${name}.log`);
    const server = groups.start('postgres', serverArguments(dataFolder, port), {
      ...user,
      cwd: home,
      env: environment(home),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { tail } = followOutput(server, logFile);
    const cluster = new PostgresCluster({
      name,
      port,
      dataFolder,
      password,
      // A fast shutdown: it does not wait for those who are still connected.
      stop: () => groups.end(server, { signal: 'SIGINT' }),
    });
    await cluster.#waitUntilReady(server, tail, options.signal);
    return cluster;
  }

  /** A connection string to it; a secret where there is a password. */
  url(to: { user: string; password: string; database: string }): string {
    const url = new URL(`postgresql://127.0.0.1:${this.port}`);
    url.username = to.user;
    url.password = to.password;
    url.pathname = `/${encodeURIComponent(to.database)}`;
    return url.toString();
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  async #waitUntilReady(
    server: ChildProcess,
    tail: () => string,
    signal: AbortSignal,
  ) {
    const deadline = Date.now() + startMilliseconds;
    for (;;) {
      signal.throwIfAborted();
      const client = new Client({ connectionString: this.adminUrl });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (server.exitCode !== null || Date.now() > deadline) {
          throw explainedError(
            `PostgreSQL (${this.name}) did not start: ${error}\n${tail()}`,
          );
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  }
}

/** A folder that the server's user can reach: the demo's, or one in the folder for temporary files. */
async function makeHome(
  { name, folder }: StartOptions,
  user: ReturnType<typeof findServerUser>,
): Promise<string> {
  let home = path.join(folder.path, `postgres-${name}`);
  if (canEnter(folder.path, user)) {
    await mkdir(home, { mode: 0o700 });
  } else {
    home = await mkdtemp(`${folder.outsidePrefix}postgres-${name}-`);
    await folder.adopt(home);
  }
  if (user.uid !== undefined) await chown(home, user.uid, user.gid!);
  return home;
}

async function initialise(
  { groups, logsFolder, signal, name }: StartOptions,
  where: {
    home: string;
    dataFolder: string;
    password: string;
    user: ReturnType<typeof findServerUser>;
  },
) {
  const { home, dataFolder, password, user } = where;
  const passwordFile = path.join(home, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) await chown(passwordFile, user.uid, user.gid!);
  const { exitCode, tail } = await runToEnd({
    groups,
    signal,
    file: 'initdb',
    args: [
      `--pgdata=${dataFolder}`,
      `--username=${administrator}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    cwd: home,
    env: environment(home),
    user,
    logFile: path.join(logsFolder, `initdb-${name}.log`),
    timeoutMilliseconds: 60_000,
  });
  if (exitCode !== 0) throw explainedError(`${tail}\ninitdb failed (${name}).`);
}

/** The demo's data may be lost with the machine's power: no waiting for the disk. */
function serverArguments(dataFolder: string, port: number): string[] {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: '60',
  };
  return [
    '-D',
    dataFolder,
    ...Object.entries(settings).flatMap(([key, value]) => [
      '-c',
      `${key}=${value}`,
    ]),
  ];
}

/** Nothing of ours: no PGDATA or PGPORT of the person at the terminal. */
function environment(home: string): NodeJS.ProcessEnv {
  const { PATH, SAFEPOINT_RUN } = process.env;
  return { PATH, SAFEPOINT_RUN, HOME: home, LC_ALL: 'C.UTF-8' };
}
