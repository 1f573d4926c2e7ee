import { cpus, loadavg } from 'node:os';
import { findTool } from '../support/servers';
import type { RecoveryWorld } from '../support/world/RecoveryWorld';
import type { Benchmark, BenchmarkResult } from './Benchmark';
import { GuardSide } from './support/GuardSide';
import { inWorld } from './support/inWorld';
import { measureInTurn } from './support/measureInTurn';
import { runPaired, type Side } from './support/runPaired';

const name = 'guard-overhead';
const runs = 7;
/** What gate, receipt and baseline may cost together beyond the two dumps. */
const atMostSeconds = 3;

/** What a guarded deployment takes beyond the dumps themselves: everything of it, with an empty store. */
export const benchmark = inWorld({
  name,
  tools: ['bash', 'curl'],
  packages: ['curl'],
  measure,
});

async function measure(
  world: RecoveryWorld,
  { signal, say }: Parameters<Benchmark['run']>[0],
): Promise<BenchmarkResult> {
  await world.store.run('drop table orders, customers');
  const guard = new GuardSide(world);
  const loadBefore = loadavg();
  const { ours, peers } = await runPaired({
    ours: guard,
    peers: { 'pg_dump twice': dumpsSide(world) },
    runs,
    signal,
    say,
  });
  const seconds = ours.medianSeconds - peers['pg_dump twice'].medianSeconds;
  say(`${seconds.toFixed(2)} s beyond the dumps; it may be ${atMostSeconds} s`);
  if (loadBefore[0] > cpus().length) {
    say(
      `the load was ${loadBefore[0].toFixed(1)} on ${
        cpus().length
      } cores before: measure again when nothing else runs`,
    );
  }
  return {
    benchmark: name,
    input: {
      store: 'an empty PostgreSQL database',
      ours: 'the agent against a portal in a process of its own, S3 on the same machine; GitLab’s own time is not in it',
      cores: cpus().length,
      node: process.version,
      loadBefore,
      loadAfter: loadavg(),
    },
    ours,
    peers,
    overhead: {
      medianSeconds: seconds,
      atMostSeconds,
      stepMedianSeconds: guard.stepMedianSeconds(runs),
    },
  };
}

/** What a guard cannot do without. */
function dumpsSide(world: RecoveryWorld): Side {
  const dump = [
    findTool('pg_dump') ?? 'pg_dump',
    '-Fc',
    '-d',
    world.store.url('reader', 'orders'),
  ];
  return {
    command: 'pg_dump -Fc > /dev/null, twice',
    run: signal =>
      measureInTurn([
        { command: dump, signal },
        { command: dump, signal },
      ]),
  };
}
