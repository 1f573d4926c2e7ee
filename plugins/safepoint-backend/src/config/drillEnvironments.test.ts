import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ConfigProblems } from './ConfigProblems';
import { readDrillEnvironments } from './drillEnvironments';

const read = (environments: JsonObject) => {
  const problems = new ConfigProblems();
  const drills = readDrillEnvironments(
    new ConfigReader({ environments }),
    problems,
  );
  problems.throwIfAny();
  return drills;
};

describe('readDrillEnvironments', () => {
  it('is one of the name drill unless it is told otherwise', () => {
    expect(read({})).toEqual({ drill: ['*'] });
  });

  it('takes any name that GitLab takes, in lower case', () => {
    expect(
      read({ drill: { 'Drill/EU-1': ['production'], scratch: ['*'] } }),
    ).toEqual({ 'drill/eu-1': ['production'], scratch: ['*'] });
  });

  it('lets nobody drill where the list is empty', () => {
    expect(read({ drill: {} })).toEqual({});
  });

  it('names all that is wrong at once', () => {
    const bad = () =>
      read({
        production: ['live'],
        drill: { Live: ['*'], drill: 'production' },
      });
    expect(bad).toThrow(/live, which is production/);
    expect(bad).toThrow(/safepoint\.environments\.drill\.drill must be a list/);
  });
});
