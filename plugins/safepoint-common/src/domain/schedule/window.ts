import type { CronSchedule } from '../policy';
import { newestSlot } from './occurrences';
import type { ScheduledWork } from './jitter';

/** A time in which nothing scheduled starts. @public */
export interface MaintenanceWindow {
  name: string;
  /** When it begins. */
  begins: CronSchedule;
  durationSeconds: number;
  /** Whom it is for; what is left out is everybody. */
  environments?: string[];
  /** Entity references, with `*` for any part of one. */
  entities?: string[];
  work?: ScheduledWork[];
}

/** What a window is asked about. @public */
export interface WindowSubject {
  entityRef: string;
  environment: string;
  kind: ScheduledWork;
}

/** The window that it lies in then and that ends last, if it lies in any. @public */
export function findOpenWindow(
  windows: MaintenanceWindow[],
  subject: WindowSubject,
  now: Date,
): { name: string; endsAt: Date } | undefined {
  return windows
    .filter(window => isFor(window, subject))
    .flatMap(window => {
      const begun = newestSlot(window.begins, now);
      if (!begun) return [];
      const endsAt = new Date(begun.getTime() + window.durationSeconds * 1_000);
      return endsAt > now ? [{ name: window.name, endsAt }] : [];
    })
    .sort((a, b) => b.endsAt.getTime() - a.endsAt.getTime())[0];
}

function isFor(window: MaintenanceWindow, subject: WindowSubject): boolean {
  const { environments, entities, work } = window;
  return (
    (!environments || environments.includes(subject.environment)) &&
    (!work || work.includes(subject.kind)) &&
    (!entities || entities.some(pattern => matches(pattern, subject.entityRef)))
  );
}

/** Without a regular expression, so that no pattern of a configuration can be slow. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.toLocaleLowerCase('en-US').split('*');
  const [first, ...rest] = parts;
  if (rest.length === 0) return pattern.toLocaleLowerCase('en-US') === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest[rest.length - 1];
  return text.length - last.length >= at && text.endsWith(last);
}
