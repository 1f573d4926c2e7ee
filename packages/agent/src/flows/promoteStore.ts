import type {
  BackupPlan,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ResolvedStore } from '../config/resolveConnections';
import { toProblem } from '../errors/toProblem';
import type { RunContext } from '../run/withRun';
import { findDriver } from './findDriver';

/** The point from before the deployment that is its baseline now, and how that is known. */
export interface Promotion {
  point: RecoveryPointView;
  unchangedBecause: string;
}

/**
 * The baseline without a second dump, where the driver knows that nothing has changed since the point
 * from before the deployment. Undefined, with the reason in the log, where a recovery point must be made;
 * that is also so when the question itself fails.
 */
export async function tryPromote(
  context: RunContext,
  plan: BackupPlan,
  store: ResolvedStore,
): Promise<Promotion | undefined> {
  const { entityRef } = plan;
  const decline = (reason: string) => {
    context.reporter.report({ event: 'not-promoted', entityRef, reason });
    return undefined;
  };
  try {
    const driver = findDriver(entityRef, plan.driver, store.config.driver);
    if (!driver.changedSince) return decline('its driver cannot tell');
    const { candidate, reason } = await context.client.findPromotable(
      plan.recoveryPointId,
    );
    if (!candidate) return decline(reason ?? 'there is no candidate');
    const verdict = await driver.changedSince(
      {
        connection: store.connection,
        options: store.config.options,
        signal: context.signal,
        report: event => context.reporter.report({ entityRef, ...event }),
      },
      candidate.changeMarker,
    );
    if (verdict.changed) return decline(verdict.reason);
    const point = await context.client.promote(
      plan.recoveryPointId,
      candidate.recoveryPointId,
    );
    return { point, unchangedBecause: verdict.reason };
  } catch (error) {
    context.signal.throwIfAborted();
    return decline(toProblem(error).message);
  }
}
