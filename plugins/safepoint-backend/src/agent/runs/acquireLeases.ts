import { ConflictError } from '@backstage/errors';
import type {
  Lease,
  LeasePurpose,
  LeaseStore,
} from '../../database/LeaseStore';

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
  leases: LeaseStore,
  claim: {
    instances: LeasedInstance[];
    holder: string;
    purpose: LeasePurpose;
    now: Date;
    expiresAt: Date;
  },
): Promise<{ instanceId: string; ticket: number }[]> {
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
      throw new ConflictError(describeBusy(instance, attempt.by));
    }
    acquired.push({ instanceId: instance.id, ticket: attempt.ticket });
  }
  return acquired;
}

function describeBusy(instance: LeasedInstance, by: Lease): string {
  const store = `${instance.entityRef} in ${instance.environment}`;
  if (by.purpose === 'deployment') {
    return `${store} is between the gate and the outcome of deployment ${
      by.holder
    }. Let that pipeline finish or report its outcome; at the latest at ${by.expiresAt.toISOString()} the store is free again.`;
  }
  return `${store} is busy: a ${by.purpose} (run ${
    by.holder
  }) holds it until ${by.expiresAt.toISOString()} unless it is done or renews before. Try again then.`;
}
