import { setTimeout as sleep } from 'node:timers/promises';
import type { Reporter } from '../report/Reporter';

/** Scheduled work is in no hurry: a deployment or another dump may finish first. */
export const scheduledPatience = {
  deadlineMs: 3_600_000,
  intervalMs: 15_000,
};

/** The portal says by this name that somebody else holds the store. */
function isBusy(error: unknown): error is Error {
  const { errorName } = (error ?? {}) as { errorName?: string };
  return errorName === 'StoreBusyError';
}

/** Tries to open a run until the store is free, and tells once who holds it. Anything else is thrown at once. */
export async function waitForStore<T>(
  open: () => Promise<T>,
  options: {
    deadlineMs: number;
    intervalMs: number;
    reporter: Pick<Reporter, 'report'>;
    signal: AbortSignal;
  },
): Promise<T> {
  const end = Date.now() + options.deadlineMs;
  let told = '';
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isBusy(error) || Date.now() + options.intervalMs > end) throw error;
      if (error.message !== told) {
        told = error.message;
        options.reporter.report({ event: 'store-busy', reason: told });
      }
    }
    await sleep(options.intervalMs, undefined, {
      signal: options.signal,
    }).catch(() => options.signal.throwIfAborted());
  }
}
