import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { OutboxRecord, RecordOutboxStore } from './RecordOutboxStore';

interface RecordOutboxRow {
  key: string;
  body: string;
  created_at: string;
}

/** Rows of one statement; SQLite takes at most 32,766 values. */
const chunkSize = 500;

/** The outbox as rows. */
export class DatabaseRecordOutboxStore implements RecordOutboxStore {
  constructor(private readonly connection: Knex) {}

  async insert(...records: OutboxRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += chunkSize) {
      const chunk = records.slice(at, at + chunkSize);
      const inserted = await this.table
        .insert(chunk.map(toRow))
        .onConflict('key')
        .ignore()
        .returning('key');
      const keys = new Set(inserted.map(({ key }) => key));
      const taken = chunk.find(({ key }) => !keys.has(key));
      if (taken) {
        throw new ConflictError(
          `Another change is being recorded as ${taken.key}; try again.`,
        );
      }
    }
  }

  async find(key: string): Promise<OutboxRecord | undefined> {
    const row = await this.table.where({ key }).first();
    return row && fromRow(row);
  }

  async list(limit: number): Promise<OutboxRecord[]> {
    const rows = await this.table.orderBy(['created_at', 'key']).limit(limit);
    return rows.map(fromRow);
  }

  async delete(key: string): Promise<void> {
    await this.table.where({ key }).delete();
  }

  async measure(): Promise<{ waiting: number; since?: Date }> {
    const row = await this.table
      .count({ waiting: '*' })
      .min({ since: 'created_at' })
      .first();
    return {
      waiting: Number(row?.waiting ?? 0),
      since: row?.since ? new Date(row.since) : undefined,
    };
  }

  private get table() {
    return this.connection<RecordOutboxRow>('record_outbox');
  }
}

function toRow({ key, body, createdAt }: OutboxRecord): RecordOutboxRow {
  return { key, body, created_at: createdAt.toISOString() };
}

function fromRow(row: RecordOutboxRow): OutboxRecord {
  return {
    key: row.key,
    body: row.body,
    createdAt: new Date(row.created_at),
  };
}
