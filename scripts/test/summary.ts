import type { SuiteResult } from './SuiteResult';

type Total = Pick<SuiteResult, 'passed' | 'failed' | 'skipped'>;

/** The sums over all suites. */
export function totalOf(results: SuiteResult[]): Total {
  const sum = (key: keyof Total) =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
  };
}

/** The last line of `npm test`; machines read it, so its form never changes. */
export function formatLastLine({ passed, failed, skipped }: Total): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Red when something failed, and when nothing ran: no result is no good result. */
export function exitCodeFor({ passed, failed }: Total): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** Failures with their messages, then a line per suite. */
export function formatSummary(results: SuiteResult[]): string {
  const failures = results.flatMap(result =>
    result.failures.map(
      failure =>
        `✗ ${result.suite}: ${failure.name}\n${indent(failure.message)}\n`,
    ),
  );
  const width = Math.max(...results.map(result => result.suite.length));
  const lines = results.map(result => {
    const counts = formatLastLine(result);
    const seconds = (result.durationMilliseconds / 1000).toFixed(1);
    const why = result.skippedBecause ? ` — ${result.skippedBecause}` : '';
    const mark = result.failed > 0 ? '✗' : '✓';
    return `${
      result.passed + result.failed === 0 ? '–' : mark
    } ${result.suite.padEnd(width)}  ${seconds.padStart(6)} s  ${counts}${why}`;
  });
  return [...failures, ...lines].join('\n');
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n');
}
