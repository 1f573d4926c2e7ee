import { parseArgs } from 'node:util';
import { explainedError } from '../bootstrap/explainedError.mjs';

export const usage = `npm run simulate [-- --seed N] [--stores N] [--days N] [--write]

A fleet of stores for a year, with troubles of all kinds, under the product's own rules and a clock of its
own. Exits 0 only if everybody was told of everything in time, and retention kept what it had to keep.

  --seed N     repeats a run; default: 1
  --stores N   default: 2000
  --days N     default: 365
  --write      write the figures to docs/simulation.md
  --help       show this`;

export interface SimulateArguments {
  help: boolean;
  seed: number;
  stores: number;
  days: number;
  write: boolean;
}

/** Reads the command line; throws with the usage when it makes no sense. */
export function parseArguments(args: string[]): SimulateArguments {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        stores: { type: 'string', default: '2000' },
        days: { type: 'string', default: '365' },
        write: { type: 'boolean', default: false },
      },
    });
    return {
      help: values.help,
      write: values.write,
      seed: readCount('seed', values.seed, 0, 2 ** 31),
      stores: readCount('stores', values.stores, 1, 100_000),
      days: readCount('days', values.days, 30, 3_660),
    };
  } catch (error) {
    throw explainedError(
      `${error instanceof Error ? error.message : error}\n\n${usage}`,
    );
  }
}

function readCount(
  name: string,
  text: string,
  least: number,
  most: number,
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(
      `--${name} is '${text}'; give a whole number from ${least} to ${most}.`,
    );
  }
  return value;
}
