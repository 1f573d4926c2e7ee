import { formatDuration } from '../duration';

/** That the scheduled work of an instance is not started until then; it ends by itself. @public */
export interface SchedulePause {
  until: Date;
  reason: string;
  by: string;
  at: Date;
}

/** @public */
export function isPaused(pause: { until: Date }, now: Date): boolean {
  return pause.until > now;
}

/** All that is wrong with a pause that somebody asks for; nothing if it may be. @public */
export function findPauseProblems(
  asked: { until: Date; reason: string },
  rules: { now: Date; longestSeconds: number },
): string[] {
  const seconds = (asked.until.getTime() - rules.now.getTime()) / 1_000;
  return [
    Number.isNaN(seconds) && '`until` is no moment; give an ISO 8601 date.',
    seconds <= 0 && '`until` is over; give a moment that is to come.',
    seconds > rules.longestSeconds &&
      `\`until\` is too far away; a pause lasts ${formatDuration(
        rules.longestSeconds,
      )} at most, so that nobody forgets it. Renew it when it ends.`,
    asked.reason.trim().length < 3 &&
      '`reason` is missing: say why, for whoever finds that no recovery point was taken.',
  ].filter((problem): problem is string => typeof problem === 'string');
}
