import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { defaultTellingRules } from '@safepoint/backstage-plugin-safepoint-common';
import { ConfigProblems } from './ConfigProblems';
import { readAlerts } from './alerts';

const read = (alerts?: JsonObject) => {
  const problems = new ConfigProblems();
  const result = readAlerts(
    new ConfigReader(alerts ? { alerts } : {}),
    problems,
  );
  problems.throwIfAny();
  return result;
};

describe('safepoint.alerts', () => {
  it('may be left out', () => {
    expect(read()).toEqual({
      fallback: [],
      quietTimes: [],
      rules: defaultTellingRules,
    });
  });

  it('says when it is quiet, who else is told and who is told at last', () => {
    expect(
      read({
        fallback: ['group:default/Platform'],
        quietTimes: [{ from: '22:00', to: '07:00', timezone: 'Europe/Berlin' }],
        escalation: [
          { after: 'PT30M', to: ['group:default/on-call'] },
          { after: { hours: 2 }, to: ['user:default/head'] },
        ],
        resolvedAfter: 'PT10M',
      }),
    ).toMatchObject({
      fallback: ['group:default/platform'],
      quietTimes: [{ days: expect.any(Array), from: '22:00' }],
      rules: {
        calmSeconds: 600,
        escalation: [
          { afterSeconds: 1_800, to: ['group:default/on-call'] },
          { afterSeconds: 7_200, to: ['user:default/head'] },
        ],
      },
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a time',
      { from: '25:00', to: '07:00', timezone: 'UTC' },
      /from is '25:00'/,
    ],
    [
      'a zone',
      { from: '22:00', to: '07:00', timezone: 'Bielefeld' },
      /no time zone/,
    ],
    [
      'a day',
      { days: ['someday'], from: '22:00', to: '07:00', timezone: 'UTC' },
      /knows no someday/,
    ],
    ['no gap', { from: '00:00', to: '00:00', timezone: 'UTC' }, /leave no gap/],
  ])('refuses a quiet time with a wrong %s', (_, time, expected) => {
    expect(() => read({ quietTimes: [time] })).toThrow(expected);
  });

  it('tells all its problems together', () => {
    expect(() =>
      read({
        fallback: ['platform'],
        escalation: [{ to: ['on-call'] }, { after: 'PT1M', to: ['a:b/c'] }],
      }),
    ).toThrow(/3 problems/);
    expect(() =>
      read({
        escalation: [
          { after: 'PT1H', to: ['group:default/a'] },
          { after: 'PT1H', to: ['group:default/b'] },
        ],
      }),
    ).toThrow(/in order/);
  });
});
