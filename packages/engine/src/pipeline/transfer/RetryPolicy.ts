import { setTimeout as sleep } from 'node:timers/promises';

/** How long a transfer is tried. @public */
export interface RetryPolicy {
  /** For one part or one read, all attempts together. Default 10 minutes. */
  deadlineMs: number;
  /** Without a byte sent or received for so long an attempt has failed. Default 60 seconds. */
  idleTimeoutMs: number;
  /** Upper limit of the first wait; doubles with each attempt. Default 250 milliseconds. */
  firstWaitMs: number;
  /** Upper limit of any wait. Default 15 seconds. */
  longestWaitMs: number;
}

/** @public */
export const defaultRetryPolicy: RetryPolicy = {
  deadlineMs: 10 * 60_000,
  idleTimeoutMs: 60_000,
  firstWaitMs: 250,
  longestWaitMs: 15_000,
};

/** Full jitter: anything up to the limit, so that many agents do not come back at the same moment. */
export function waitBefore(
  attempt: number,
  policy: RetryPolicy,
  random = Math.random,
): number {
  const limit = policy.firstWaitMs * 2 ** Math.min(attempt - 1, 30);
  return random() * Math.min(policy.longestWaitMs, limit);
}

/**
 * Waits before the next attempt, at least for what the server asked for. False, at once, if that would
 * end behind the deadline.
 */
export async function waitForRetry(options: {
  attempt: number;
  startedAt: number;
  policy: RetryPolicy;
  retryAfterMs?: number;
  signal: AbortSignal;
}): Promise<boolean> {
  const { attempt, startedAt, policy, retryAfterMs = 0, signal } = options;
  const waitMs = Math.max(waitBefore(attempt, policy), retryAfterMs);
  if (Date.now() + waitMs >= startedAt + policy.deadlineMs) {
    return false;
  }
  await sleep(waitMs, undefined, { signal });
  return true;
}
