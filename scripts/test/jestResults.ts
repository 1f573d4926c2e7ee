import { stripVTControlCharacters } from 'node:util';
import type { Failure, SuiteResult } from './SuiteResult';

/** The part of Jest's `--json` output that is read here. */
export interface JestOutput {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: {
      status: string;
      fullName: string;
      failureMessages: string[] | null;
    }[];
  }[];
}

type Counts = Pick<SuiteResult, 'passed' | 'failed' | 'skipped' | 'failures'>;

/**
 * Counts from Jest's JSON. A file that could not run counts as one failure; so does a run that found no test
 * at all, because a suite that tests nothing must not look green.
 */
export function countJestResults(output: JestOutput, root: string): Counts {
  const failures = output.testResults.flatMap(file => failuresOf(file, root));
  const total =
    output.numPassedTests +
    output.numFailedTests +
    output.numPendingTests +
    output.numTodoTests;
  if (total === 0 && failures.length === 0) {
    failures.push({ name: 'the suite', message: 'No test was found.' });
  }
  return {
    passed: output.numPassedTests,
    failed: failures.length,
    skipped: output.numPendingTests + output.numTodoTests,
    failures,
  };
}

function failuresOf(
  file: JestOutput['testResults'][number],
  root: string,
): Failure[] {
  const name = file.name.replace(`${root}/`, '');
  const failed = file.assertionResults.filter(a => a.status === 'failed');
  if (failed.length === 0 && file.status === 'failed') {
    return [{ name, message: stripVTControlCharacters(file.message) }];
  }
  return failed.map(assertion => ({
    name: `${name} › ${assertion.fullName}`,
    message: stripVTControlCharacters(
      (assertion.failureMessages ?? []).join('\n'),
    ),
  }));
}
