import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findTool } from './findMissingTools';
import { findFreePorts } from './freePorts';
import { ServerProcesses } from './ServerProcesses';
import { findServerUser, giveTo } from './serverUser';

/**
 * A PostgreSQL that nobody else writes to and that a test may stop, start again and crash; never the one
 * of SAFEPOINT_TEST_POSTGRES_URL. Autovacuum is off, since it writes when nobody asked.
 */
export class PrivateCluster {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly processes: ServerProcesses,
    private readonly settings: string[],
  ) {}

  static async start(settings: string[] = []): Promise<PrivateCluster> {
    const user = findServerUser('postgres', 'nobody');
    const folder = mkdtempSync(join(tmpdir(), 'safepoint-cluster-'));
    giveTo(user, folder);
    const { PATH } = process.env;
    const processes = new ServerProcesses(user, {
      PATH,
      HOME: folder,
      LANG: 'C.UTF-8',
    });
    const cluster = new PrivateCluster(
      folder,
      await findFreePorts(1),
      processes,
      settings,
    );
    await processes.run(findTool('initdb') ?? 'initdb', [
      ...['-D', cluster.data, '-A', 'trust', '-U', 'postgres'],
      ...['--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'],
    ]);
    await cluster.up();
    return cluster;
  }

  url(database: string, user = 'postgres'): string {
    return `postgresql://${user}@127.0.0.1:${this.port}/${database}`;
  }

  async up(): Promise<void> {
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${this.folder}`,
      'fsync=off',
      'autovacuum=off',
      'max_prepared_transactions=4',
      ...this.settings,
    ];
    await this.#control([
      ...['-l', join(this.folder, 'server.log')],
      ...['-o', settings.map(setting => `-c ${setting}`).join(' '), 'start'],
    ]);
  }

  async down(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#control(['-m', mode, 'stop']);
  }

  /** Kills one session's process as the system would: the postmaster stays and recovers the database. */
  async crash(): Promise<void> {
    const client = new Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    process.kill(rows[0].pid, 'SIGKILL');
    await client.end().catch(() => undefined);
    await this.#untilItAnswers();
  }

  async remove(): Promise<void> {
    await this.down('immediate').catch(() => undefined);
    await this.processes.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  async #untilItAnswers(): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const client = new Client({ connectionString: this.url('postgres') });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }

  #control(args: string[]): Promise<string> {
    // The server keeps pg_ctl's standard output open unless it has a log of its own, which it has.
    return this.processes.run(findTool('pg_ctl') ?? 'pg_ctl', [
      ...['-D', this.data, '-w', '-s'],
      ...args,
    ]);
  }
}
