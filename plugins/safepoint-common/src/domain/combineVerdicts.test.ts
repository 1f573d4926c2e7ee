import { combineVerdicts } from './combineVerdicts';
import type { Verdict } from './posture';

describe('combineVerdicts', () => {
  const cases: [string, Verdict[], boolean, Verdict][] = [
    ['an environment without instances', [], false, 'never'],
    ['its only instance', ['protected'], false, 'protected'],
    [
      'the worst',
      ['protected', 'unprotected', 'at-risk'],
      false,
      'unprotected',
    ],
    ['what nobody knows', ['at-risk', 'unknown'], false, 'unknown'],
    [
      'what is known to be bad',
      ['unknown', 'unprotected'],
      false,
      'unprotected',
    ],
    ['never above all', ['unprotected', 'never'], false, 'never'],
    ['a store that was never seen', ['protected'], true, 'unprotected'],
    ['a store that was never seen beside never', ['never'], true, 'never'],
  ];
  it.each(cases)('goes by %s', (_, instances, anyUncovered, expected) => {
    expect(combineVerdicts({ instances, anyUncovered })).toBe(expected);
  });
});
