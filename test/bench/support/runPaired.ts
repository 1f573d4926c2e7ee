import type { BenchmarkResult, Measured } from '../Benchmark';
import type { CommandRun } from './measureCommand';
import { median, pairedRatio } from './pairedRatio';

/** One side of a benchmark. */
export interface Side {
  /** As a person would type it; for the result. */
  command: string;
  run(signal: AbortSignal): Promise<CommandRun>;
}

/**
 * Runs ours and each peer in turn, `runs` times, after one round that does not count and fills the caches.
 * Every second round goes backwards, so that nobody is always first.
 */
export async function runPaired(options: {
  ours: Side;
  peers: Record<string, Side>;
  runs: number;
  signal: AbortSignal;
  say: (line: string) => void;
}): Promise<Pick<BenchmarkResult, 'ours' | 'peers'>> {
  const { ours, peers, runs, signal, say } = options;
  const sides = Object.entries({ ours, ...peers });
  const done = new Map<string, CommandRun[]>(sides.map(([name]) => [name, []]));
  for (let round = 0; round <= runs; round++) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    for (const [name, side] of order) {
      const run = await side.run(signal);
      say(
        `${
          round === 0 ? 'warm-up' : `${round}/${runs}`
        } ${name}: ${run.seconds.toFixed(2)} s`,
      );
      if (round > 0) done.get(name)!.push(run);
    }
  }
  const secondsOf = (name: string) => done.get(name)!.map(run => run.seconds);
  return {
    ours: summarise(done.get('ours')!),
    peers: Object.fromEntries(
      Object.entries(peers).map(([name, { command }]) => [
        name,
        {
          command,
          medianSeconds: median(secondsOf(name)),
          cpuSeconds: median(done.get(name)!.map(run => run.cpuSeconds)),
          pairedRatio: pairedRatio(secondsOf('ours'), secondsOf(name)),
        },
      ]),
    ),
  };
}

function summarise(runs: CommandRun[]): Measured {
  return {
    medianSeconds: median(runs.map(run => run.seconds)),
    cpuSeconds: median(runs.map(run => run.cpuSeconds)),
    peakRssMiB: Math.max(...runs.map(run => run.peakRssMiB)),
    runs: runs.length,
  };
}
