import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  findScheduleProblem,
  type MaintenanceWindow,
  type ScheduledWork,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ScheduleRules } from '../schedules/ScheduleRules';
import type { ConfigProblems } from './ConfigProblems';
import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';
import { readSeconds } from './values/readSeconds';

const kinds = ['backup', 'drill'];

/** What holds for all scheduled work; when it is done, policies say. */
export const readSchedules: SectionReader<ScheduleRules> = (
  config,
  problems,
) => {
  const seconds = (key: string, fallback: number) =>
    problems.attempt(() => readSeconds(config, `schedules.${key}`, fallback));
  const count = (key: string, fallback: number) =>
    problems.attempt(() => readCount(config, `schedules.${key}`, fallback, 1));
  return {
    maxJitterSeconds: seconds('maxJitter', 15 * 60),
    atOnce: {
      fleet: count('atOnce.fleet', 50),
      perProject: count('atOnce.perProject', 25),
    },
    overdueAfterSeconds: seconds('overdueAfter', 15 * 60),
    longestPauseSeconds: seconds('longestPause', 30 * 86_400),
    maintenanceWindows: readWindows(config, problems),
  };
};

function readWindows(
  config: Config,
  problems: ConfigProblems,
): MaintenanceWindow[] {
  const key = 'schedules.maintenanceWindows';
  const list = problems.attempt(() => config.getOptionalConfigArray(key) ?? []);
  return (list ?? []).map((item, index) =>
    problems.attempt(() => {
      try {
        return readWindow(item);
      } catch (error) {
        throw new InputError(
          `safepoint.${key}[${index}]: ${(error as Error).message}`,
        );
      }
    }),
  );
}

function readWindow(config: Config): MaintenanceWindow {
  const begins = {
    cron: config.getString('cron'),
    timezone: config.getOptionalString('timezone') ?? 'UTC',
  };
  const problem = findScheduleProblem(begins);
  if (problem) throw new InputError(problem);
  const work = config.getOptionalStringArray('work');
  const unknown = (work ?? []).filter(kind => !kinds.includes(kind));
  if (unknown.length > 0) {
    throw new InputError(
      `work knows no ${unknown.join(', ')}; it must be of ${kinds.join(', ')}.`,
    );
  }
  if (!config.has('duration')) {
    throw new InputError('duration is missing; say how long the window lasts.');
  }
  return {
    name: config.getString('name'),
    begins,
    durationSeconds: readSeconds(config, 'duration', 0),
    environments: config.getOptionalStringArray('environments'),
    entities: config.getOptionalStringArray('entities'),
    // Every one of them was found in the list above.
    work: work as ScheduledWork[] | undefined,
  };
}
