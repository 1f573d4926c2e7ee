import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { combineResults } from '../../test/simulation/combineResults';
import {
  findFaults,
  formatFigures,
} from '../../test/simulation/describeResult';
import { describeError } from '../bootstrap/explainedError.mjs';
import { root } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/progress.mjs';
import { parseArguments, usage } from './parseArguments';
import { renderReport } from './renderReport';
import { runPart } from './runPart';

/** Enough to see what is wrong; the seed repeats the rest. */
const faultsShown = 20;

async function main(args: string[]): Promise<number> {
  const { help, write, ...options } = parseArguments(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const started = performance.now();
  const parts = Math.max(1, Math.min(os.availableParallelism(), 8));
  const result = combineResults(
    await Promise.all(
      Array.from({ length: parts }, (_, index) =>
        runPart({ ...options, part: { index, of: parts } }, line => {
          if (index === 0)
            say(parts > 1 ? `${line} in one of ${parts} parts` : line);
        }),
      ),
    ),
  );
  const seconds = (performance.now() - started) / 1_000;
  const faults = findFaults(result);
  faults.slice(0, faultsShown).forEach(fault => console.error(fault));
  if (faults.length > faultsShown) {
    console.error(`… and ${faults.length - faultsShown} more`);
  }
  if (write) {
    const file = path.join(root, 'docs/simulation.md');
    const report = renderReport({ options, result, seconds });
    const style = await resolveConfig(file);
    await writeFile(file, format(report, { ...style, parser: 'markdown' }));
    say(`written to ${path.relative(root, file)}`);
  }
  console.log(formatFigures(result));
  return faults.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  exitCode => process.exit(exitCode),
  error => {
    console.error(describeError(error));
    process.exit(1);
  },
);
