export type LeasePurpose = 'backup' | 'drill' | 'restore' | 'deployment';

/** An expiring claim on a store instance. */
export interface Lease {
  instanceId: string;
  /** Grows with every new holder; fences off the former ones. */
  ticket: number;
  /** Run id, or deployment id between gate and outcome. */
  holder: string;
  purpose: LeasePurpose;
  expiresAt: Date;
}

export type LeaseAttempt =
  | { outcome: 'acquired'; ticket: number }
  | { outcome: 'held'; by: Lease };

/**
 * At most one live holder of each store instance.
 *
 * Implementers MUST decide each change in one guarded statement, so that of two callers at most one
 * acquires, also across replicas of the portal.
 */
export interface LeaseStore {
  /** Take the lease if nobody holds it or if its holder let it run out. */
  tryAcquire(
    claim: Omit<Lease, 'ticket'> & { now: Date },
  ): Promise<LeaseAttempt>;
  /** False if another holder or ticket has it; a lapsed lease that nobody took may be renewed. Never shortens. */
  renew(claim: {
    instanceId: string;
    holder: string;
    ticket?: number;
    expiresAt: Date;
  }): Promise<boolean>;
  /** Hand a lease on without a moment in which anybody else could take it. False if `from` lost it. */
  transfer(claim: {
    instanceId: string;
    from: string;
    to: string;
    purpose: LeasePurpose;
    expiresAt: Date;
  }): Promise<boolean>;
  /** Free everything that this holder still holds. Safe to repeat. */
  releaseAll(holder: string): Promise<void>;
  /** Who holds the instance now, if anybody does. */
  findLive(instanceId: string, now: Date): Promise<Lease | undefined>;
  listHeldBy(holder: string): Promise<Lease[]>;
}
