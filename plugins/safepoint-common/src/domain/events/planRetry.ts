/** What the next step of a delivery is decided by. @public */
export interface RetryFacts {
  /** How often it was tried, this last time included. */
  attempts: number;
  /** After that it is a dead letter. */
  deadline: Date;
  now: Date;
  /** At least 0 and less than 1. */
  random: number;
  /** What the endpoint asked for, as `Retry-After`. */
  retryAfterSeconds?: number;
  /** The endpoint says that it is gone for good. */
  gone?: boolean;
}

/** @public */
export type RetryPlan =
  | { next: 'retry'; at: Date }
  | { next: 'dead'; reason: string };

const baseSeconds = 10;
const longestSeconds = 3_600;

/**
 * Exponential backoff with full jitter: anything between nothing and 10 s × 2^(attempts − 1), at most an hour,
 * and never earlier than the endpoint asked for. A retry that would come after the deadline comes right
 * before it, so that the last try is as late as possible.
 *
 * @public
 */
export function planRetry(facts: RetryFacts): RetryPlan {
  const { attempts, deadline, gone, now, random } = facts;
  if (gone) return { next: 'dead', reason: 'It is gone for good.' };
  if (now >= deadline) {
    return {
      next: 'dead',
      reason: `Not delivered by ${deadline.toISOString()}, after ${attempts} ${
        attempts === 1 ? 'attempt' : 'attempts'
      }.`,
    };
  }
  const ceiling = Math.min(longestSeconds, baseSeconds * 2 ** (attempts - 1));
  const asked = Math.min(facts.retryAfterSeconds ?? 0, longestSeconds);
  const seconds = Math.max(1, asked, ceiling * random);
  const at = new Date(now.getTime() + seconds * 1_000);
  return { next: 'retry', at: at < deadline ? at : deadline };
}
