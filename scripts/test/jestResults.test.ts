import { countJestResults, type JestOutput } from './jestResults';

function output(part: Partial<JestOutput>): JestOutput {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...part,
  };
}

describe('countJestResults', () => {
  it('counts passed, skipped and to-do tests', () => {
    const counts = countJestResults(
      output({ numPassedTests: 7, numPendingTests: 2, numTodoTests: 1 }),
      '/root',
    );
    expect(counts).toEqual({ passed: 7, failed: 0, skipped: 3, failures: [] });
  });

  it('names each failed test by file and title, without colours', () => {
    const counts = countJestResults(
      output({
        numPassedTests: 1,
        numFailedTests: 1,
        testResults: [
          {
            name: '/root/packages/a/a.test.ts',
            status: 'failed',
            message: '',
            assertionResults: [
              { status: 'passed', fullName: 'a works', failureMessages: [] },
              {
                status: 'failed',
                fullName: 'a adds',
                failureMessages: ['\u001b[31mExpected 2\u001b[39m'],
              },
            ],
          },
        ],
      }),
      '/root',
    );
    expect(counts.failures).toEqual([
      { name: 'packages/a/a.test.ts › a adds', message: 'Expected 2' },
    ]);
  });

  it('counts a file that could not run as a failure', () => {
    const counts = countJestResults(
      output({
        numPassedTests: 5,
        numRuntimeErrorTestSuites: 1,
        testResults: [
          {
            name: '/root/b.test.ts',
            status: 'failed',
            message: 'Cannot find module',
            assertionResults: [],
          },
        ],
      }),
      '/root',
    );
    expect(counts).toMatchObject({
      passed: 5,
      failed: 1,
      failures: [{ name: 'b.test.ts', message: 'Cannot find module' }],
    });
  });

  it('is red when no test was found', () => {
    expect(countJestResults(output({}), '/root')).toMatchObject({ failed: 1 });
  });
});
