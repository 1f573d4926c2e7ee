import { setTimeout as sleep } from 'node:timers/promises';
import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { RunClient } from '../portal/PortalClient';
import type { Reporter } from '../report/Reporter';

type Lease = Pick<RunPlan, 'serverTime' | 'leaseExpiresAt'>;

/** How long the lease lasts from now on. Server times only: this machine's clock may be off. */
function durationOf(lease: Lease): number {
  return Date.parse(lease.leaseExpiresAt) - Date.parse(lease.serverTime);
}

function leaseLost(reason: string, cause: unknown): SafepointError {
  return new SafepointError({
    kind: 'lease-lost',
    message: `This run has lost its lease (${reason}) and stopped writing: somebody else may hold it now. Run the job again.`,
    cause,
  });
}

/**
 * Renews the run's leases until `stop` or the run aborts. Aborts `run` when they are lost: when the portal says so,
 * or when it was not reached for as long as they last.
 */
export async function keepLease(options: {
  plan: RunPlan;
  client: Pick<RunClient, 'heartbeat'>;
  progress: () => { entityRef: string; phase: string; bytes?: number }[];
  reporter: Pick<Reporter, 'report'>;
  run: AbortController;
  stop: AbortSignal;
}): Promise<void> {
  const { plan, client, reporter, run, stop } = options;
  let expiresAt = performance.now() + durationOf(plan);
  const ended = AbortSignal.any([stop, run.signal]);
  while (!ended.aborted) {
    await sleep(plan.heartbeatIntervalSeconds * 1000, undefined, {
      signal: ended,
      ref: false,
    }).catch(() => {});
    if (ended.aborted) return;
    try {
      const sentAt = performance.now();
      expiresAt =
        sentAt + durationOf(await client.heartbeat(options.progress()));
    } catch (error) {
      const { status, message } = error as { status?: number; message: string };
      reporter.report({ event: 'heartbeat-missed', reason: message });
      const refused = status !== undefined && status < 500 && status !== 429;
      if (refused || performance.now() >= expiresAt) {
        run.abort(leaseLost(message, error));
        return;
      }
    }
  }
}
