import { ConfigReader } from '@backstage/config';
import { ConfigProblems } from './ConfigProblems';
import { readOnFailure } from './onFailure';

const read = (gate: object) => {
  const problems = new ConfigProblems();
  const policy = readOnFailure(
    new ConfigReader({ gate: { ...gate } }),
    problems,
  );
  problems.throwIfAny();
  return policy;
};

describe('readOnFailure', () => {
  it('only reports unless it is told otherwise', () => {
    expect(read({})).toBe('report');
    expect(read({ onFailure: 'request' })).toBe('request');
  });

  it('names the key and what it may be', () => {
    expect(() => read({ onFailure: 'undo' })).toThrow(
      /safepoint\.gate\.onFailure is 'undo'; it must be one of report, request, restore/,
    );
  });
});
