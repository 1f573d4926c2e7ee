/**
 * How a property is kept in its column: dates as ISO 8601 strings, `json` as text. PostgreSQL answers big
 * integers as strings and SQLite booleans as numbers, so `number` and `boolean` say what is meant.
 */
interface Field {
  column: string;
  kind: 'plain' | 'json' | 'date' | 'number' | 'boolean';
}

export const plain = (column: string): Field => ({ column, kind: 'plain' });
export const json = (column: string): Field => ({ column, kind: 'json' });
export const date = (column: string): Field => ({ column, kind: 'date' });
export const number = (column: string): Field => ({ column, kind: 'number' });
export const boolean = (column: string): Field => ({ column, kind: 'boolean' });

export type Row = Record<string, unknown>;

/**
 * One place per table that knows how a domain object and its row look. A durable record's `data` is the
 * same object as JSON, so that a rebuild makes the row that was there.
 */
export class TableMapping<T extends object> {
  readonly #fields: [keyof T & string, Field][];

  /** Every column that a property is kept in. */
  get columns(): string[] {
    return this.#fields.map(([, field]) => field.column);
  }

  constructor(readonly table: string, fields: { [Name in keyof T]-?: Field }) {
    this.#fields = Object.entries(fields) as [keyof T & string, Field][];
  }

  /** Absent and undefined properties become NULL. */
  toRow(item: T): Row {
    return Object.fromEntries(
      this.#fields.map(([name, field]) => [
        field.column,
        encode(item[name], field),
      ]),
    );
  }

  /** Only what is named in `change`; an undefined property becomes NULL. */
  toChange(change: Partial<T>): Row {
    return Object.fromEntries(
      this.#fields
        .filter(([name]) => name in change)
        .map(([name, field]) => [field.column, encode(change[name], field)]),
    );
  }

  fromRow(row: Row): T {
    const entries = this.#fields.flatMap(([name, field]) => {
      const value = row[field.column];
      return value === null || value === undefined
        ? []
        : [[name, decode(value, field)]];
    });
    // The row was written by toRow, so what T demands is there.
    return Object.fromEntries(entries) as T;
  }

  /** The object as the `data` of a durable record; the revision stands in the record itself. */
  toRecordData(item: T): Record<string, unknown> {
    const { revision: _, ...data } = JSON.parse(JSON.stringify(item));
    return data;
  }

  fromRecordData(data: Record<string, unknown>, revision: number): T {
    const entries = this.#fields.flatMap(([name, field]) => {
      const value = name === 'revision' ? revision : data[name];
      if (value === null || value === undefined) return [];
      return [[name, field.kind === 'date' ? parseDate(value) : value]];
    });
    // Records are signed by the portal, which wrote a T.
    return Object.fromEntries(entries) as T;
  }
}

function encode(value: unknown, field: Field): unknown {
  if (value === undefined || value === null) return null;
  if (field.kind === 'date') return (value as Date).toISOString();
  return field.kind === 'json' ? JSON.stringify(value) : value;
}

function decode(value: unknown, field: Field): unknown {
  if (field.kind === 'date') return parseDate(value);
  if (field.kind === 'number') return Number(value);
  if (field.kind === 'boolean') return Boolean(value);
  return field.kind === 'json' ? JSON.parse(String(value)) : value;
}

function parseDate(value: unknown): Date {
  return new Date(String(value));
}
