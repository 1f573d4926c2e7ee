import type { SuiteResult } from './SuiteResult';
import { exitCodeFor, formatLastLine, formatSummary, totalOf } from './summary';

function result(part: Partial<SuiteResult>): SuiteResult {
  return {
    suite: 'unit',
    passed: 0,
    failed: 0,
    skipped: 0,
    durationMilliseconds: 1500,
    failures: [],
    ...part,
  };
}

it('ends with a line whose form never changes', () => {
  const total = totalOf([
    result({ passed: 12, skipped: 1 }),
    result({ passed: 3, failed: 2 }),
  ]);
  expect(formatLastLine(total)).toBe('15 passed, 2 failed, 1 skipped');
});

it.each([
  [{ passed: 3, failed: 0, skipped: 1 }, 0],
  [{ passed: 3, failed: 1, skipped: 0 }, 1],
  [{ passed: 0, failed: 0, skipped: 4 }, 1],
  [{ passed: 0, failed: 0, skipped: 0 }, 1],
])('leaves %j with exit code %i', (total, exitCode) => {
  expect(exitCodeFor(total)).toBe(exitCode);
});

it('prints each failure with its message, and each suite with its time and why it was skipped', () => {
  const text = formatSummary([
    result({
      passed: 1,
      failed: 1,
      failures: [{ name: 'a.test.ts › adds', message: 'Expected 2\nGot 3' }],
    }),
    result({ suite: 'contract', skipped: 1, skippedBecause: 'missing: Ceph' }),
  ]);
  expect(text).toBe(
    [
      '✗ unit: a.test.ts › adds',
      '    Expected 2',
      '    Got 3',
      '',
      '✗ unit         1.5 s  1 passed, 1 failed, 0 skipped',
      '– contract     1.5 s  0 passed, 0 failed, 1 skipped — missing: Ceph',
    ].join('\n'),
  );
});
