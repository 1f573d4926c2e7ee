import type { Knex } from 'knex';
import { agentStores } from '../../database/agentStores';
import type { LeasePurpose } from '../../database/LeaseStore';
import { describeHolder } from './describeHolder';
import { StoreBusyError } from './StoreBusyError';

interface LeasedInstance {
  id: string;
  entityRef: string;
  environment: string;
}

/**
 * Take the leases of all instances or, by throwing out of the transaction, of none. Always in the same
 * order, so that two callers never wait for each other.
 */
export async function acquireLeases(
  trx: Knex.Transaction,
  claim: {
    instances: LeasedInstance[];
    holder: string;
    purpose: LeasePurpose;
    now: Date;
    expiresAt: Date;
  },
): Promise<{ instanceId: string; ticket: number }[]> {
  const { leases } = agentStores(trx);
  const ordered = [...claim.instances].sort((a, b) => (a.id < b.id ? -1 : 1));
  const acquired: { instanceId: string; ticket: number }[] = [];
  for (const instance of ordered) {
    const attempt = await leases.tryAcquire({
      instanceId: instance.id,
      holder: claim.holder,
      purpose: claim.purpose,
      now: claim.now,
      expiresAt: claim.expiresAt,
    });
    if (attempt.outcome === 'held') {
      throw new StoreBusyError(await describeHolder(trx, instance, attempt.by));
    }
    acquired.push({ instanceId: instance.id, ticket: attempt.ticket });
  }
  return acquired;
}
