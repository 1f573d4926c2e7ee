import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark } from '../../test/bench/Benchmark';
import { describeError, explainedError } from '../bootstrap/explainedError.mjs';
import { root } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/progress.mjs';
import { abortOnSignals, exitCodeOf } from '../process/abortOnSignals';

const folder = path.join(root, 'test/bench');
const ending = '.bench.ts';

async function main(args: string[]): Promise<number> {
  const known = (await readdir(folder))
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length));
  if (args.includes('--help')) {
    console.log(`npm run bench [-- NAME…]\n\nBenchmarks: ${known.join(', ')}`);
    return 0;
  }
  const unknown = args.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw explainedError(
      `Unknown benchmark: ${unknown.join(', ')}. Known: ${known.join(', ')}`,
    );
  }
  const chosen = args.length > 0 ? args : known;
  if (chosen.length === 0) {
    throw explainedError(`There is no benchmark yet in ${folder}.`);
  }
  const signal = abortOnSignals();
  try {
    for (const name of chosen) await runOne(name, signal);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    return exitCodeOf(signal);
  }
}

async function runOne(name: string, signal: AbortSignal) {
  const benchmark = await load(name);
  const tell = (line: string) => say(`${name}: ${line}`);
  const result = await benchmark.run({ signal, say: tell });
  const file = path.join(folder, 'results', `${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, undefined, 2)}\n`);
  for (const [peer, { pairedRatio }] of Object.entries(result.peers)) {
    tell(`${pairedRatio.toFixed(2)} times as long as ${peer}`);
  }
  tell(`written to ${path.relative(root, file)}`);
}

/** A file that was compiled to CommonJS on the way has its exports under `default`. */
async function load(name: string): Promise<Benchmark> {
  const file = path.join(folder, name + ending);
  const loaded: { benchmark?: Benchmark; default?: { benchmark: Benchmark } } =
    await import(file);
  const benchmark = loaded.benchmark ?? loaded.default?.benchmark;
  if (!benchmark) throw explainedError(`${file} exports no \`benchmark\`.`);
  return benchmark;
}

main(process.argv.slice(2)).then(
  exitCode => process.exit(exitCode),
  error => {
    console.error(describeError(error));
    process.exit(1);
  },
);
