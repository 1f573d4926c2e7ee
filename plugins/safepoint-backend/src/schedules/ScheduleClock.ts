import type { Knex } from 'knex';

const id = 'clock';

/** What the ticks of all replicas share: one row. */
export class ScheduleClock {
  constructor(private readonly connection: Knex) {}

  /**
   * Says that a tick was here. On PostgreSQL the row is locked until the transaction ends, on SQLite the
   * database is: ticks come one after the other, so that a limit counts for all of them together.
   */
  async stamp(now: Date): Promise<void> {
    await this.#row.update({ last_tick_at: now.toISOString() });
  }

  async lastTickAt(): Promise<Date | undefined> {
    const row = await this.#row.first();
    return row?.last_tick_at ? new Date(row.last_tick_at) : undefined;
  }

  /** Where the rolling check goes on. */
  async syncedUntil(): Promise<string> {
    const row = await this.#row.first();
    return row?.synced_until ?? '';
  }

  async saveSyncedUntil(instanceId: string): Promise<void> {
    await this.#row.update({ synced_until: instanceId });
  }

  get #row() {
    return this.connection('schedule_clock').where({ id });
  }
}
