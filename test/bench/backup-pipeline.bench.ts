import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { recipientOf } from '@safepoint/engine';
import { Client } from 'pg';
import { root } from '../../scripts/bootstrap/paths.mjs';
import { findTool } from '../support/servers';
import type { RecoveryWorld } from '../support/world/RecoveryWorld';
import type { Benchmark, BenchmarkResult } from './Benchmark';
import { inWorld } from './support/inWorld';
import { measureCommand } from './support/measureCommand';
import { runPaired, type Side } from './support/runPaired';

const name = 'backup-pipeline';
const runs = 5;
/** About 15 MB each; the database must have at least 1 GB. What a backup takes once, some 0.5 s, weighs little then. */
const scale = 160;
const leastBytes = 1e9;
const agent = join(root, 'packages/agent/dist/safepoint.cjs');

/** A whole backup by the agent, fingerprint and upload included, against the shell's pipeline into a file. */
export const benchmark = inWorld({
  name,
  tools: ['pgbench', 'zstd', 'age', 'bash'],
  packages: ['zstd', 'age'],
  measure,
});

async function measure(
  world: RecoveryWorld,
  { signal, say }: Parameters<Benchmark['run']>[0],
): Promise<BenchmarkResult> {
  say('filling the database');
  const databaseBytes = await fill(world.store.server.url('orders'), signal);
  const loadBefore = loadavg();
  const measured = await runPaired({
    ours: agentSide(world),
    peers: { 'pg_dump-zstd-age': await shellSide(world) },
    runs,
    signal,
    say,
  });
  return {
    benchmark: name,
    input: {
      databaseBytes,
      pgbenchScale: scale,
      ours: 'the agent against a portal in a process of its own, parts to S3 on the same machine; memory is that of the agent, without pg_dump',
      cores: cpus().length,
      node: process.version,
      loadBefore,
      loadAfter: loadavg(),
    },
    ...measured,
  };
}

/** Adds pgbench's tables, and answers the size of the database. */
async function fill(url: string, signal: AbortSignal): Promise<number> {
  await promisify(execFile)(
    findTool('pgbench') ?? 'pgbench',
    ['-i', '-q', '-s', `${scale}`, url],
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

function agentSide(world: RecoveryWorld): Side {
  let job = 900_000;
  return {
    command: 'safepoint backup',
    run: async signal => {
      job += 1;
      const token = await world.gitlab.mint({
        aud: world.portal.url,
        project_id: '5',
        job_project_id: '5',
        project_path: 'shop/orders',
        pipeline_id: '700',
        job_id: `${job}`,
        environment: 'staging',
        environment_protected: 'false',
      });
      return measureCommand([process.execPath, agent, 'backup'], {
        signal,
        cwd: world.folder,
        env: {
          PATH: `${process.env.PATH}:${dirname(findTool('pg_dump')!)}`,
          ...world.store.variables,
          SAFEPOINT_PORTAL_URL: world.portal.url,
          SAFEPOINT_ENVIRONMENT: 'staging',
          SAFEPOINT_ID_TOKEN: token,
        },
      });
    },
  };
}

async function shellSide(world: RecoveryWorld): Promise<Side> {
  const script =
    'set -o pipefail; "$1" -Fc -Z0 -d "$2" | zstd -3 -q | age -r "$3" > "$4"';
  const recipient = await recipientOf(
    (await readFile(world.escrowIdentity, 'utf8')).trim(),
  );
  const url = world.store.server.url('orders');
  const file = join(world.folder, 'peer.age');
  return {
    command: 'pg_dump -Fc -Z0 | zstd -3 | age -r … > file',
    run: signal =>
      measureCommand(
        [
          'bash',
          '-c',
          script,
          'bash',
          findTool('pg_dump') ?? 'pg_dump',
          url,
          recipient,
          file,
        ],
        { signal },
      ),
  };
}
