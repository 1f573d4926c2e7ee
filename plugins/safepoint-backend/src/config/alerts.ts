import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  defaultTellingRules,
  type EscalationStep,
  type QuietTime,
  quietUntil,
  type TellingRules,
  weekdays,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ConfigProblems } from './ConfigProblems';
import type { SectionReader } from './SectionReader';
import { readSeconds } from './values/readSeconds';

export interface AlertsConfig {
  /** Who is told where the catalog knows no owner. */
  fallback: string[];
  quietTimes: QuietTime[];
  rules: Omit<TellingRules, 'quietUntil'>;
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const personOrGroup = /^(user|group):[^/\s]+\/[^/\s]+$/;

/** `safepoint.alerts`: how people are told. Whom is the policy's to say. */
export const readAlerts: SectionReader<AlertsConfig> = (config, problems) => {
  const quietTimes = readList(config, 'alerts.quietTimes', problems).flatMap(
    section => problems.attempt(() => readQuietTime(section)) ?? [],
  );
  problems.attempt(() => checkGap(quietTimes));
  return {
    fallback:
      problems.attempt(() =>
        readPeople(config.getOptionalStringArray('alerts.fallback') ?? []),
      ) ?? [],
    quietTimes,
    rules: {
      ...defaultTellingRules,
      calmSeconds: problems.attempt(() =>
        readSeconds(
          config,
          'alerts.resolvedAfter',
          defaultTellingRules.calmSeconds,
        ),
      ),
      escalation: readEscalation(config, problems),
    },
  };
};

function readEscalation(
  config: Config,
  problems: ConfigProblems,
): EscalationStep[] {
  const steps = readList(config, 'alerts.escalation', problems).flatMap(
    section =>
      problems.attempt(() => ({
        afterSeconds: readAfter(section),
        to: readPeople(section.getStringArray('to')),
      })) ?? [],
  );
  steps.slice(1).forEach(({ afterSeconds }, index) => {
    if (afterSeconds <= steps[index].afterSeconds) {
      problems.add(
        'safepoint.alerts.escalation[] must be in order: each step has a longer `after` than the one before it.',
      );
    }
  });
  return steps;
}

function readAfter(section: Config): number {
  if (!section.has('after')) {
    throw new InputError(
      'A safepoint.alerts.escalation[] has no `after`; say how long people have to react, PT30M for example.',
    );
  }
  return readSeconds(section, 'after', 1);
}

function readQuietTime(section: Config): QuietTime {
  const days = section.getOptionalStringArray('days') ?? [...weekdays];
  const unknown = days.filter(day => !weekdays.some(known => known === day));
  if (unknown.length > 0) {
    throw new InputError(
      `safepoint.alerts.quietTimes[].days knows no ${unknown.join(
        ', ',
      )}; it knows ${weekdays.join(', ')}.`,
    );
  }
  return {
    // Checked right above.
    days: days as QuietTime['days'],
    from: readClock(section, 'from'),
    to: readClock(section, 'to'),
    timezone: readTimezone(section),
  };
}

function readClock(section: Config, key: string): string {
  const value = section.getString(key);
  if (!clock.test(value)) {
    throw new InputError(
      `safepoint.alerts.quietTimes[].${key} is '${value}'; write a time of day in quotes, '22:00' for example.`,
    );
  }
  return value;
}

function readTimezone(section: Config): string {
  const timezone = section.getString('timezone');
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone: timezone,
    }).resolvedOptions().timeZone;
  } catch {
    throw new InputError(
      `safepoint.alerts.quietTimes[].timezone is '${timezone}', which is no time zone; Europe/Berlin is one.`,
    );
  }
}

/** What is held back must be told at some time. */
function checkGap(times: QuietTime[]): void {
  const anyMoment = new Date('2026-01-05T12:00:00Z');
  const end = quietUntil(times, anyMoment);
  if (end && end.getTime() - anyMoment.getTime() >= 7 * 86_400_000) {
    throw new InputError(
      'safepoint.alerts.quietTimes leave no gap in a week, so that nothing but critical problems would ever be told.',
    );
  }
}

function readPeople(refs: string[]): string[] {
  const wrong = refs.filter(ref => !personOrGroup.test(ref));
  if (wrong.length > 0) {
    throw new InputError(
      `safepoint.alerts names ${wrong.join(
        ', ',
      )}; it takes groups and users by their whole reference, group:default/on-call for example.`,
    );
  }
  return refs.map(ref => ref.toLocaleLowerCase('en-US'));
}

function readList(
  config: Config,
  key: string,
  problems: ConfigProblems,
): Config[] {
  return problems.attempt(() => config.getOptionalConfigArray(key) ?? []) ?? [];
}
