import type { GitLabError } from './GitLabError';

/** Calls that wait for each other: GitLab limits them apart, and they matter differently. */
export type CallKind =
  /** Makes a pipeline. */
  | 'create'
  /** Looks a pipeline or project up for the portal's own work, which can wait. */
  | 'look-up'
  /** Asks what became of deployments, which is asked again in a minute. */
  | 'deployments'
  /** Asks about a job that waits for the answer. */
  | 'job';

const throttledSeconds = 60;
const firstPauseSeconds = 5;
const longestPauseSeconds = 60;
/** So many failures in a row may be chance. */
const toleratedFailures = 2;

/**
 * How long calls of this kind are not made after this failure. GitLab's own word counts; without one the
 * pause doubles from 5 s to a minute. A job that waits is not kept waiting by failures of others.
 */
export function planPause(
  kind: CallKind,
  error: Pick<GitLabError, 'effect' | 'retryAfterSeconds'>,
  failuresInARow: number,
): number {
  if (error.effect === 'throttled') {
    return error.retryAfterSeconds ?? throttledSeconds;
  }
  if (error.effect === 'refused') return 0;
  if (error.retryAfterSeconds !== undefined) return error.retryAfterSeconds;
  const doublings = failuresInARow - toleratedFailures - 1;
  return kind === 'job' || doublings < 0
    ? 0
    : Math.min(firstPauseSeconds * 2 ** doublings, longestPauseSeconds);
}
