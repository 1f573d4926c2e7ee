import type { Knex } from 'knex';

const issuer = 'https://gitlab.test';

/** Store instances in one PostgreSQL, each with an hourly schedule, a binding and a past. */
export class Fleet {
  #made = 0;
  #picked = 0;

  constructor(private readonly knex: Knex, private readonly now: Date) {}

  /** Makes it that large; every schedule is due within the hours to come. */
  async grow(size: number): Promise<void> {
    const range = [this.#made + 1, size];
    await this.knex.raw(
      `insert into store_instances
         (id, entity_ref, environment, driver, identity_status, revision, created_at)
       select lpad(n::text, 26, '0'), 'resource:default/db-' || n, 'production', 'postgres', 'accepted', 1, '2026-01-01T00:00:00.000Z'
       from generate_series(?::int, ?::int) n`,
      range,
    );
    await this.knex.raw(
      `insert into bindings
         (id, entity_ref, environment, operations, issuer, project_id, status, origin, revision, created_at)
       select lpad(n::text, 26, '0'), 'resource:default/db-' || n, 'production', '["backup","drill"]', '${issuer}', '5', 'confirmed', 'user:default/dana', 1, '2026-01-01T00:00:00.000Z'
       from generate_series(?::int, ?::int) n`,
      range,
    );
    await this.knex.raw(
      `insert into schedules
         (instance_id, kind, cron, timezone, slot, next_due_at, look_at, revision)
       select lpad(n::text, 26, '0'), 'backup', '0 * * * *', 'UTC', later, later, later, 1
       from (select n, to_char(?::timestamp + (n % 3600) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as later
             from generate_series(?::int, ?::int) n) rows`,
      [this.#moment(3_600), ...range],
    );
    this.#made = size;
    await this.knex.raw('analyze');
  }

  /** So many of them, all over the table, are due now. */
  async makeDue(count: number): Promise<void> {
    const distance = Math.floor(this.#made / count);
    this.#picked += 1;
    const past = `${this.#moment(-60)}Z`;
    const changed = await this.knex.raw(
      `update schedules set slot = ?, next_due_at = ?, look_at = ?
       where instance_id in (select lpad((n * ?::int + ?::int)::text, 26, '0') from generate_series(0, ?::int - 1) n)`,
      [past, past, past, distance, this.#picked, count],
    );
    if (changed.rowCount !== count) {
      throw new Error(`${changed.rowCount} schedules are due, not ${count}.`);
    }
  }

  /** What was started is done with. */
  async finish(): Promise<void> {
    await this.knex('requests').update({ status: 'succeeded' });
    await this.knex('record_outbox').delete();
  }

  #moment(seconds: number): string {
    return new Date(this.now.getTime() + seconds * 1_000)
      .toISOString()
      .replace('Z', '');
  }
}
