import {
  chooseDrillEnvironment,
  defaultDrillEnvironments,
  judgeDrillEnvironment,
} from './drillEnvironment';

const rules = { drill: ['staging'], 'drill-eu': ['*'] };

describe('judgeDrillEnvironment', () => {
  it.each<[string, object, string, string, string]>([
    [
      'the default for any source',
      defaultDrillEnvironments,
      'drill',
      'production',
      'allowed',
    ],
    ['any case of both names', rules, 'Drill', 'STAGING', 'allowed'],
    ['all sources', rules, 'drill-eu', 'production', 'allowed'],
    [
      'a source that is not on its list',
      rules,
      'drill',
      'production',
      'drill-source',
    ],
    [
      'the environment that is drilled',
      defaultDrillEnvironments,
      'production',
      'production',
      'environment-not-for-drills',
    ],
    [
      'an environment that is not configured',
      { scratch: ['*'] },
      'drill',
      'staging',
      'environment-not-for-drills',
    ],
    [
      'a name of every object',
      {},
      'constructor',
      'staging',
      'environment-not-for-drills',
    ],
  ])('judges %s', (_, given, environment, source, expected) => {
    const verdict = judgeDrillEnvironment(given as typeof rules, {
      environment,
      source,
    });
    expect(verdict.allowed ? 'allowed' : verdict.code).toBe(expected);
  });
});

describe('chooseDrillEnvironment', () => {
  it('takes the first that may read the source', () => {
    expect(chooseDrillEnvironment(rules, { source: 'production' })).toEqual({
      outcome: 'chosen',
      environment: 'drill-eu',
    });
  });

  it('takes what the policy says', () => {
    expect(
      chooseDrillEnvironment(rules, {
        source: 'staging',
        byPolicy: 'drill-eu',
      }),
    ).toEqual({ outcome: 'chosen', environment: 'drill-eu' });
  });

  it.each([
    [
      { source: 'production', byPolicy: 'drill' },
      /may read .* staging, not of production/,
    ],
    [
      { source: 'production', byPolicy: 'production' },
      /no environment for drills/,
    ],
  ])('never replaces what the policy says: %j', (wish, problem) => {
    expect(chooseDrillEnvironment(rules, wish)).toEqual({
      outcome: 'none',
      problem: expect.stringMatching(problem),
    });
  });

  it('says what to do where none may', () => {
    expect(
      chooseDrillEnvironment({ drill: ['staging'] }, { source: 'production' }),
    ).toEqual({
      outcome: 'none',
      problem: expect.stringContaining('safepoint.environments.drill'),
    });
  });
});
