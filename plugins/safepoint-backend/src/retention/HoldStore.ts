import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { holdMapping } from './holdMapping';
import type { RecordedHold } from './RecordedHold';

/** Holds and pins as rows, of released ones too. */
export class HoldStore {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  async insert(hold: RecordedHold): Promise<void> {
    await this.#table.insert(holdMapping.toRow(hold));
  }

  async find(id: string): Promise<RecordedHold | undefined> {
    const row = await this.#table.where({ id }).first();
    return row && holdMapping.fromRow(row);
  }

  /** Oldest first. */
  async listByPoints(recoveryPointIds: string[]): Promise<RecordedHold[]> {
    return this.#list(
      this.#table.whereIn('recovery_point_id', recoveryPointIds),
    );
  }

  /** Those that the storage has still to be told of. */
  async listPending(limit: number): Promise<RecordedHold[]> {
    return this.#list(
      this.#table.where({ enforcement: 'pending' }).limit(limit),
    );
  }

  /** ConflictError if somebody else changed it since `hold` was read. */
  async update(
    hold: RecordedHold,
    change: Partial<RecordedHold>,
  ): Promise<RecordedHold> {
    const changed = { ...change, revision: hold.revision + 1 };
    const count = await this.#table
      .where({ id: hold.id, revision: hold.revision })
      .update(holdMapping.toChange(changed));
    if (count === 0) {
      throw new ConflictError(
        `Hold ${hold.id} was changed at the same time; look at it and try again.`,
      );
    }
    return { ...hold, ...changed };
  }

  async #list(query: Knex.QueryBuilder): Promise<RecordedHold[]> {
    const rows = await query.orderBy('id');
    return rows.map((row: Record<string, unknown>) => holdMapping.fromRow(row));
  }

  get #table() {
    return this.#connection(holdMapping.table);
  }
}
