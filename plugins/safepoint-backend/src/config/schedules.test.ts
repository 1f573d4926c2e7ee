import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse } from 'yaml';
import { ConfigProblems } from './ConfigProblems';
import { readSchedules } from './schedules';

function read(schedules?: JsonObject) {
  const problems = new ConfigProblems();
  const result = readSchedules(new ConfigReader({ schedules }), problems);
  let message = '';
  try {
    problems.throwIfAny();
  } catch (error) {
    message = (error as Error).message;
  }
  return { result, message };
}

it('has rules where nothing is said', () => {
  expect(read()).toEqual({
    message: '',
    result: {
      maxJitterSeconds: 900,
      atOnce: { fleet: 50, perProject: 25 },
      overdueAfterSeconds: 900,
      longestPauseSeconds: 2_592_000,
      maintenanceWindows: [],
    },
  });
});

it('takes what is said', () => {
  const { result, message } = read({
    maxJitter: 'PT5M',
    atOnce: { fleet: 200, perProject: 40 },
    overdueAfter: { minutes: 30 },
    longestPause: 'P7D',
    maintenanceWindows: [
      {
        name: 'saturday night',
        cron: '0 22 * * 6',
        timezone: 'Europe/Berlin',
        duration: { hours: 6 },
        environments: ['production'],
        entities: ['resource:default/*'],
        work: ['drill'],
      },
    ],
  });
  expect(message).toBe('');
  expect(result).toEqual({
    maxJitterSeconds: 300,
    atOnce: { fleet: 200, perProject: 40 },
    overdueAfterSeconds: 1_800,
    longestPauseSeconds: 604_800,
    maintenanceWindows: [
      {
        name: 'saturday night',
        begins: { cron: '0 22 * * 6', timezone: 'Europe/Berlin' },
        durationSeconds: 21_600,
        environments: ['production'],
        entities: ['resource:default/*'],
        work: ['drill'],
      },
    ],
  });
});

it('says all that is wrong at once, and where', () => {
  const { message } = read({
    atOnce: { fleet: 0 },
    maintenanceWindows: [
      { name: 'a', cron: '0 22 * *', duration: 'PT1H' },
      { name: 'b', cron: '0 22 * * *', duration: 'PT1H', work: ['dump'] },
      { name: 'c', cron: '0 22 * * *', timezone: 'Mars', duration: 'PT1H' },
      { name: 'd', cron: '0 22 * * *' },
    ],
  });
  expect(message).toMatch(/safepoint\.schedules\.atOnce\.fleet must be/);
  expect(message).toMatch(/Windows\[0\]: '0 22 \* \*' is no schedule/);
  expect(message).toMatch(/Windows\[1\]: work knows no dump/);
  expect(message).toMatch(/Windows\[2\]: There is no time zone 'Mars'/);
  expect(message).toMatch(/Windows\[3\]: duration is missing/);
});

it('takes the example of the documentation', () => {
  const guide = path.resolve(__dirname, '../../../../docs/schedules.md');
  const [example] = readExamples(guide, 'app-config.yaml');
  const { result, message } = read(parse(example).safepoint.schedules);
  expect(message).toBe('');
  expect(result.maintenanceWindows[0]).toMatchObject({
    name: 'storage upgrade',
    durationSeconds: 21_600,
  });
});
