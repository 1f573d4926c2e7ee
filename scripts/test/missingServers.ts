import type { Missing } from '../preflight/planPreflight.mjs';
import type { SuiteResult } from './SuiteResult';

/**
 * The result of a suite that cannot run because the machine lacks something: skipped by name and with the
 * reason; with `CI=true` a failure, so that no pipeline is green for want of a server.
 */
export function resultWithout(
  suite: string,
  missing: Missing[],
  ci: boolean,
): SuiteResult {
  const what = missing.map(m => m.title).join(', ');
  const result = { suite, passed: 0, durationMilliseconds: 0 };
  return ci
    ? {
        ...result,
        failed: 1,
        skipped: 0,
        failures: [
          {
            name: 'the machine',
            message: `With CI=true a missing server or tool is a failure. Missing: ${what}`,
          },
        ],
      }
    : {
        ...result,
        failed: 0,
        skipped: 1,
        failures: [],
        skippedBecause: `the whole suite, missing: ${what}`,
      };
}
