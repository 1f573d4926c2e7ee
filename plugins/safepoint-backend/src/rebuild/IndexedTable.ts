import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Row, TableMapping } from '../database/TableMapping';

/** What the rows of a table were at a moment: by primary key, a digest of all that storage tells of them. */
export type TableSnapshot = Map<string, string>;

export interface IndexedTableOptions {
  /** Default: `id`. */
  key?: string;
  /** Columns that storage says nothing of; they are never written. */
  alive?: string[];
  /** Columns beside those of the mapping that storage does tell. */
  further?: string[];
  /** What a change is guarded by. Default: `revision`. */
  guards?: string[];
}

export interface Reconciliation {
  planned: Row[];
  before: TableSnapshot;
  /** Whether a row that storage does not know stays, because it lives with its job. Default: none does. */
  isAlive?: (row: Row) => boolean;
}

/** Rows of one statement; SQLite takes at most 32,766 values. */
const chunkSize = 500;

/**
 * A table that is an index over storage. It is never emptied: only the rows that storage contradicts are
 * written, so that columns that are no fact of storage (schedules, claims) keep their values.
 */
export class IndexedTable {
  readonly name: string;
  readonly #mapping: TableMapping<object>;
  readonly #key: string;
  readonly #columns: string[];
  readonly #guards: string[];

  constructor(
    // A mapping is only ever given what it has read itself.
    mapping: { table: string; columns: string[] },
    options: IndexedTableOptions = {},
  ) {
    const { key = 'id', alive = [], further = [] } = options;
    this.#mapping = mapping as TableMapping<object>;
    this.name = mapping.table;
    this.#key = key;
    this.#guards = options.guards ?? ['revision'];
    this.#columns = [...mapping.columns, ...further].filter(
      column => !alive.includes(column),
    );
  }

  async takeSnapshot(knex: Knex): Promise<TableSnapshot> {
    const snapshot: TableSnapshot = new Map();
    for await (const row of this.#rows(knex)) {
      snapshot.set(String(row[this.#key]), this.#digest(row));
    }
    return snapshot;
  }

  /**
   * Makes the table what is planned. A row that somebody has made, changed or removed since the snapshot is
   * newer than the plan and stays as it is.
   *
   * @returns how many rows it has written
   */
  async reconcile(
    trx: Knex.Transaction,
    { planned, before, isAlive = () => false }: Reconciliation,
  ): Promise<number> {
    const missing = new Map(planned.map(row => [String(row[this.#key]), row]));
    const surplus: Row[] = [];
    const other: { from: Row; to: Row }[] = [];
    for await (const row of this.#rows(trx)) {
      const id = String(row[this.#key]);
      const wanted = missing.get(id);
      missing.delete(id);
      const digest = this.#digest(row);
      if (before.get(id) !== digest) continue;
      if (!wanted) {
        if (!isAlive(row)) surplus.push(row);
      } else if (this.#digest(wanted) !== digest) {
        other.push({ from: row, to: wanted });
      }
    }
    // First what may stand in the way of a unique index.
    for (const row of surplus) await this.#guarded(trx, row).delete();
    for (const { from, to } of other) {
      await this.#guarded(trx, from).update(this.#pick(to));
    }
    const lacking = [...missing].filter(([id]) => !before.has(id));
    for (let at = 0; at < lacking.length; at += chunkSize) {
      const rows = lacking.slice(at, at + chunkSize).map(([, row]) => row);
      await trx(this.name)
        .insert(rows.map(row => this.#pick(row)))
        .onConflict()
        .ignore();
    }
    return surplus.length + other.length + lacking.length;
  }

  /** Only as it was when it was read: a change in between goes before. */
  #guarded(trx: Knex.Transaction, row: Row): Knex.QueryBuilder {
    const columns = [this.#key, ...this.#guards];
    return trx(this.name).where(
      Object.fromEntries(columns.map(column => [column, row[column]])),
    );
  }

  async *#rows(connection: Knex): AsyncGenerator<Row> {
    let last: unknown;
    for (;;) {
      const query = connection(this.name)
        .select([...this.#columns])
        .orderBy(this.#key)
        .limit(chunkSize);
      if (last !== undefined) query.where(this.#key, '>', last);
      const rows: Row[] = await query;
      for (const row of rows) {
        yield {
          ...row,
          ...this.#mapping.toRow(this.#mapping.fromRow(row)),
        };
      }
      if (rows.length < chunkSize) return;
      last = rows[rows.length - 1][this.#key];
    }
  }

  #pick(row: Row): Row {
    return Object.fromEntries(
      this.#columns.map(column => [column, row[column] ?? null]),
    );
  }

  #digest(row: Row): string {
    return createHash('sha256')
      .update(JSON.stringify(this.#pick(row)))
      .digest('base64');
  }
}
