import { nextScrubAt } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

export interface DueRowsOptions {
  knex: Knex;
  table: string;
  column: string;
  /** Which rows there are; through an index, so that the cost is that of what is due. */
  filter?: (query: Knex.QueryBuilder) => Knex.QueryBuilder;
  now: () => Date;
  /** After a crash somebody else takes the row when so much time is over. Default: 15 minutes. */
  claimSeconds?: number;
}

/** One row that this process alone works on, for as long as the claim holds. */
export interface DueRow {
  id: string;
  /** When the claim ends. */
  claimedUntil: string;
}

/**
 * Rows that are due at the moment that stands in a column of theirs. A claim moves that moment a little into
 * the future by an UPDATE that is guarded by the moment that was read; so of several replicas one has the
 * row, and a crash gives it back by itself.
 */
export class DueRows {
  constructor(private readonly options: DueRowsOptions) {}

  /** Gives rows that have no moment yet one of their own in the period. */
  async plan(periodSeconds: number, limit: number): Promise<number> {
    const { column, now } = this.options;
    const rows = await this.#rows().whereNull(column).limit(limit).select('id');
    for (const { id } of rows) {
      await this.#table()
        .where({ id })
        .whereNull(column)
        .update({
          [column]: nextScrubAt(id, now(), periodSeconds).toISOString(),
        });
    }
    return rows.length;
  }

  /** The longest due first. */
  async claim(limit: number): Promise<DueRow[]> {
    const { column, now } = this.options;
    const due = await this.#rows()
      .where(column, '<=', now().toISOString())
      .orderBy(column)
      .limit(limit)
      .select('id', { at: column });
    const claimed: DueRow[] = [];
    for (const { id, at } of due) {
      const claimedUntil = this.#endOfClaim();
      if (await this.#move(id, at, claimedUntil)) {
        claimed.push({ id, claimedUntil });
      }
    }
    return claimed;
  }

  /** False if the claim is lost. */
  async renew(row: DueRow): Promise<boolean> {
    const claimedUntil = this.#endOfClaim();
    const renewed = await this.#move(row.id, row.claimedUntil, claimedUntil);
    if (renewed) row.claimedUntil = claimedUntil;
    return renewed;
  }

  /** Ends the claim: due again at that moment, or not at all. */
  async release(row: DueRow, next: Date | undefined): Promise<void> {
    await this.#move(row.id, row.claimedUntil, next?.toISOString() ?? null);
  }

  /** Makes a row due now, unless it is planned already. */
  async demand(id: string): Promise<void> {
    const { column, now } = this.options;
    await this.#table()
      .where({ id })
      .whereNull(column)
      .update({ [column]: now().toISOString() });
  }

  async #move(id: string, from: string, to: string | null): Promise<boolean> {
    const { column } = this.options;
    const moved = await this.#table()
      .where({ id, [column]: from })
      .update({ [column]: to });
    return moved === 1;
  }

  #endOfClaim(): string {
    const { now, claimSeconds = 900 } = this.options;
    return new Date(now().getTime() + claimSeconds * 1_000).toISOString();
  }

  #rows(): Knex.QueryBuilder {
    const { filter = query => query } = this.options;
    return filter(this.#table());
  }

  #table(): Knex.QueryBuilder {
    return this.options.knex(this.options.table);
  }
}
