import { ConflictError } from '@backstage/errors';
import type { LeaseStore } from '../../database/LeaseStore';
import type { Run } from '../../database/Run';

/**
 * Renew every lease that the run stands on, or throw. Inside a transaction the rows stay locked until it
 * ends, so nobody takes a lease between this and what the run does under it.
 */
export async function holdLeases(
  leases: LeaseStore,
  run: Run,
  expiresAt: Date,
): Promise<void> {
  for (const { instanceId, ticket } of run.plan.leases) {
    const held = await leases.renew({
      instanceId,
      ticket,
      holder: run.id,
      expiresAt,
    });
    if (!held) {
      throw new ConflictError(
        `Run ${run.id} has lost its lease of instance ${instanceId}. Stop writing and start a new job.`,
      );
    }
  }
}
