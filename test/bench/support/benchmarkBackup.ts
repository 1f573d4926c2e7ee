import { cpus, loadavg } from 'node:os';
import type { RecoveryWorld } from '../../support/world/RecoveryWorld';
import type { Benchmark } from '../Benchmark';
import { fillByPgbench } from '../sides/fillByPgbench';
import { inWorld } from './inWorld';
import { runPaired, type Side } from './runPaired';

const runs = 5;

/** Backups of one pgbench database, by the agent and by its peers in turn. */
export function benchmarkBackup(options: {
  name: string;
  /** About 15 MB each. */
  scale: number;
  /** Of the largest table. */
  partitions?: number;
  ours: (world: RecoveryWorld) => Side;
  peers: (world: RecoveryWorld) => Promise<Record<string, Side>>;
}): Benchmark {
  const { name, scale, partitions } = options;
  return inWorld({
    name,
    tools: ['pgbench', 'zstd', 'age', 'bash'],
    packages: ['zstd', 'age'],
    measure: async (world, { signal, say }) => {
      say('filling the database');
      const databaseBytes = await fillByPgbench(
        world.store.server.url('orders'),
        { scale, partitions, signal },
      );
      const loadBefore = loadavg();
      const measured = await runPaired({
        ours: options.ours(world),
        peers: await options.peers(world),
        runs,
        signal,
        say,
      });
      return {
        benchmark: name,
        input: {
          databaseBytes,
          pgbenchScale: scale,
          ...(partitions && { pgbenchPartitions: partitions }),
          ours: 'the agent against a portal in a process of its own, parts to S3 on the same machine; memory is that of the agent, without pg_dump',
          cores: cpus().length,
          node: process.version,
          loadBefore,
          loadAfter: loadavg(),
        },
        ...measured,
      };
    },
  });
}
