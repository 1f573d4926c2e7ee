import { needs } from '../preflight/requirements.mjs';
import { explainedError } from './explainedError.mjs';

/**
 * What can be started: its TypeScript main, and what it needs of the machine for these arguments. With
 * `mayLack` the main is told what is missing and goes on without.
 *
 * @typedef {{ main: string, needs: (args: string[]) => string[], mayLack: boolean }} Command
 */

const suiteNames = Object.keys(needs.suites);

/** @type {Record<string, Command>} */
export const commands = {
  demo: {
    main: 'scripts/demo/main.ts',
    needs: args => (args.includes('--help') ? [] : needs.demo),
    mayLack: false,
  },
  test: {
    main: 'scripts/test/main.ts',
    needs: args =>
      args.includes('--help')
        ? []
        : chooseSuites(args).flatMap(suite => needs.suites[suite]),
    mayLack: true,
  },
  bench: {
    main: 'scripts/bench/main.ts',
    needs: args => (args.includes('--help') ? [] : needs.bench),
    mayLack: false,
  },
  simulate: {
    main: 'scripts/simulate/main.ts',
    needs: () => [],
    mayLack: false,
  },
};

/**
 * The suites that the arguments name, in their order of running; all where none is named.
 *
 * @param {string[]} args
 * @returns {string[]}
 */
export function chooseSuites(args) {
  const unknown = args.filter(arg => !suiteNames.includes(arg));
  if (unknown.length > 0) {
    throw explainedError(
      `Unknown suite: ${unknown.join(', ')}. Known: ${suiteNames.join(
        ', ',
      )}. Without a name all of them run.`,
    );
  }
  return args.length === 0
    ? suiteNames
    : suiteNames.filter(suite => args.includes(suite));
}
