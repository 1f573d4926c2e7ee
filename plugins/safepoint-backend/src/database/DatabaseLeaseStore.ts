import type { Knex } from 'knex';
import type {
  Lease,
  LeaseAttempt,
  LeasePurpose,
  LeaseStore,
} from './LeaseStore';

interface LeaseRow {
  instance_id: string;
  ticket: number;
  holder: string | null;
  purpose: LeasePurpose | null;
  expires_at: string | null;
}

/** Leases as rows; the ticket grows in the statement that changes the holder. */
export class DatabaseLeaseStore implements LeaseStore {
  constructor(private readonly connection: Knex) {}

  async tryAcquire(
    claim: Omit<Lease, 'ticket'> & { now: Date },
  ): Promise<LeaseAttempt> {
    const holder = {
      holder: claim.holder,
      purpose: claim.purpose,
      expires_at: claim.expiresAt.toISOString(),
    };
    await this.table
      .insert({ instance_id: claim.instanceId, ticket: 0 })
      .onConflict('instance_id')
      .ignore();
    const taken = await this.table
      .where({ instance_id: claim.instanceId })
      .andWhere(free =>
        free
          .whereNull('holder')
          .orWhere('expires_at', '<=', claim.now.toISOString()),
      )
      .update({ ...holder, ticket: this.connection.raw('ticket + 1') })
      .returning('ticket');
    if (taken.length > 0) {
      return { outcome: 'acquired', ticket: taken[0].ticket };
    }
    const by = await this.find(claim.instanceId);
    // Freed between the two statements: one more try settles it.
    return by ? { outcome: 'held', by } : this.tryAcquire(claim);
  }

  async renew(claim: {
    instanceId: string;
    holder: string;
    ticket?: number;
    expiresAt: Date;
  }): Promise<boolean> {
    const until = claim.expiresAt.toISOString();
    const changed = await this.table
      .where({
        instance_id: claim.instanceId,
        holder: claim.holder,
        ...(claim.ticket !== undefined && { ticket: claim.ticket }),
      })
      .update({
        expires_at: this.connection.raw(
          'case when expires_at > ? then expires_at else ? end',
          [until, until],
        ),
      });
    return changed > 0;
  }

  async transfer(claim: {
    instanceId: string;
    from: string;
    to: string;
    purpose: LeasePurpose;
    expiresAt: Date;
  }): Promise<boolean> {
    const changed = await this.table
      .where({ instance_id: claim.instanceId, holder: claim.from })
      .update({
        holder: claim.to,
        purpose: claim.purpose,
        expires_at: claim.expiresAt.toISOString(),
        ticket: this.connection.raw('ticket + 1'),
      });
    return changed > 0;
  }

  async releaseAll(holder: string): Promise<void> {
    await this.table
      .where({ holder })
      .update({ holder: null, purpose: null, expires_at: null });
  }

  async findLive(instanceId: string, now: Date): Promise<Lease | undefined> {
    const lease = await this.find(instanceId);
    return lease && lease.expiresAt > now ? lease : undefined;
  }

  async listHeldBy(holder: string): Promise<Lease[]> {
    const rows = await this.table.where({ holder }).orderBy('instance_id');
    return rows.flatMap(row => fromRow(row) ?? []);
  }

  private async find(instanceId: string): Promise<Lease | undefined> {
    const row = await this.table.where({ instance_id: instanceId }).first();
    return row && fromRow(row);
  }

  private get table() {
    return this.connection<LeaseRow>('leases');
  }
}

function fromRow(row: LeaseRow): Lease | undefined {
  if (!row.holder || !row.purpose || !row.expires_at) return undefined;
  return {
    instanceId: row.instance_id,
    ticket: row.ticket,
    holder: row.holder,
    purpose: row.purpose,
    expiresAt: new Date(row.expires_at),
  };
}
