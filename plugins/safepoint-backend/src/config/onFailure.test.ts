import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigProblems } from './ConfigProblems';
import { readGate } from './gate';
import { readOnFailure } from './onFailure';

const read = (gate: JsonObject) => {
  const problems = new ConfigProblems();
  const config = new ConfigReader({ gate: { ...gate } });
  const policies = readOnFailure(config, problems);
  // Both read the sections of environments.
  readGate(config, problems);
  problems.throwIfAny();
  return policies;
};

describe('readOnFailure', () => {
  it('only reports unless it is told otherwise', () => {
    expect(read({})).toEqual({ base: 'report', environments: {} });
    expect(read({ onFailure: 'request' })).toEqual({
      base: 'request',
      environments: {},
    });
  });

  it('has words for environments of any name', () => {
    expect(
      read({
        onFailure: 'request',
        environments: {
          'Review/1': { onFailure: 'restore' },
          production: { mode: 'required' },
        },
      }),
    ).toEqual({ base: 'request', environments: { 'review/1': 'restore' } });
  });

  it('names the keys and what they may be, all at once', () => {
    const bad = () =>
      read({
        onFailure: 'undo',
        environments: { staging: { onFailure: 'panic' } },
      });
    expect(bad).toThrow(
      /safepoint\.gate\.onFailure is 'undo'; it must be one of report, request, restore/,
    );
    expect(bad).toThrow(
      /safepoint\.gate\.environments\.staging: onFailure is 'panic'; it must be one of/,
    );
  });
});
