import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { startPostgres } from '../support/servers';
import type { Benchmark, BenchmarkResult } from './Benchmark';
import { createTick } from './schedule-tick/createTick';
import { Fleet } from './schedule-tick/Fleet';
import { median } from './support/pairedRatio';

const name = 'schedule-tick';
const runs = 7;
/** What one tick may take, whatever exists. */
const atMostSeconds = 1;

const cases = [
  { stores: 100_000, due: 0 },
  { stores: 100_000, due: 100 },
  { stores: 100_000, due: 1_000 },
  { stores: 1_000_000, due: 100 },
];

interface Run {
  seconds: number;
  cpuSeconds: number;
}

/** What a tick of the scheduler takes, by how much is due and by how much exists. */
export const benchmark: Benchmark = {
  name,
  async run(context) {
    const server = await startPostgres();
    const folder = await mkdtemp(join(tmpdir(), 'safepoint-tick-'));
    const database = `safepoint_tick_${process.pid}`;
    const admin = connect(server.adminUrl);
    await admin.raw('create database ??', [database]);
    const knex = connect(server.url(database));
    try {
      return await measure(knex, folder, context);
    } finally {
      await knex.destroy();
      await admin.raw('drop database ?? with (force)', [database]);
      await admin.destroy();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  knex: Knex,
  folder: string,
  { signal, say }: Parameters<Benchmark['run']>[0],
): Promise<BenchmarkResult> {
  await knex.migrate.latest({
    directory: join(__dirname, '../../plugins/safepoint-backend/migrations'),
  });
  const now = new Date('2026-11-23T12:10:00Z');
  const fleet = new Fleet(knex, now);
  const tick = await createTick({ knex, folder, now });
  const loadBefore = loadavg();
  const measured: Record<string, Run[]> = {};
  let made = 0;
  for (const { stores, due } of cases) {
    signal.throwIfAborted();
    if (stores > made) {
      say(`making ${stores} scheduled stores`);
      await fleet.grow(stores);
      made = stores;
    }
    const done: Run[] = [];
    for (let run = 0; run <= runs; run += 1) {
      if (due > 0) await fleet.makeDue(due);
      const one = await timeTick(tick, due);
      // The first one fills the caches.
      if (run > 0) done.push(one);
      await fleet.finish();
    }
    const label = `${stores} stores, ${due} due`;
    measured[label] = done;
    const seconds = medianOf(done, 'seconds');
    say(`${label}: ${seconds.toFixed(3)} s; it may be ${atMostSeconds} s`);
  }
  return describe(measured, loadBefore);
}

async function timeTick(
  tick: Awaited<ReturnType<typeof createTick>>,
  due: number,
): Promise<Run> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const { started } = await tick.run();
  const seconds = (performance.now() - begun) / 1_000;
  const used = process.cpuUsage(cpu);
  if (started.length !== due) {
    throw new Error(`${started.length} were started, and ${due} were due.`);
  }
  return { seconds, cpuSeconds: (used.user + used.system) / 1e6 };
}

function describe(
  measured: Record<string, Run[]>,
  loadBefore: number[],
): BenchmarkResult {
  const worst = measured['100000 stores, 1000 due'];
  return {
    benchmark: name,
    input: {
      ours: 'the tick of the plugin on PostgreSQL: requests, signed records in the outbox and the next turns; `ours` is 1,000 due of 100,000',
      atMostSeconds,
      cores: cpus().length,
      node: process.version,
      loadBefore,
      loadAfter: loadavg(),
    },
    ours: {
      medianSeconds: medianOf(worst, 'seconds'),
      cpuSeconds: medianOf(worst, 'cpuSeconds'),
      peakRssMiB: process.resourceUsage().maxRSS / 1_024,
      runs,
    },
    cases: Object.fromEntries(
      Object.entries(measured).map(([label, done]) => [
        label,
        {
          medianSeconds: medianOf(done, 'seconds'),
          cpuSeconds: medianOf(done, 'cpuSeconds'),
        },
      ]),
    ),
    peers: {},
  };
}

function medianOf(done: Run[], what: keyof Run): number {
  return median(done.map(one => one[what]));
}

function connect(connectionString: string): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString },
    pool: { min: 0, max: 4 },
  });
}
