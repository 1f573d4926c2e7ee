import { DateTime } from 'luxon';

/** `14 minutes ago`, in the language of the words around it. */
export function formatRelativeTime(time: string, language: string): string {
  return DateTime.fromISO(time).setLocale(language).toRelative() ?? time;
}

/** The absolute moment as the user's own browser writes moments, with its time zone. */
export function formatAbsoluteTime(time: string): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(new Date(time));
}

/** The absolute moment to the minute, for where it stands beside the relative one. */
export function formatMoment(time: string): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(time));
}

/** The value of an `<input type="datetime-local">` for a moment, in the user's time zone. */
export function toLocalInputValue(time: string): string {
  return DateTime.fromISO(time).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The moment that an `<input type="datetime-local">` names; undefined when it names none. */
export function fromLocalInputValue(value: string): Date | undefined {
  const time = DateTime.fromISO(value);
  return time.isValid ? time.toJSDate() : undefined;
}
