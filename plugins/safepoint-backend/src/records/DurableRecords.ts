import type { DurableRecord } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

/** A durable fact on its way to storage; `data` is the whole state of the thing at this revision. */
export type RecordDraft = Pick<
  DurableRecord,
  'type' | 'id' | 'revision' | 'entityRef' | 'environment' | 'data'
>;

/** Told of every durable fact, in the transaction in which it comes to be. */
export interface RecordListener {
  announce(
    trx: Knex.Transaction,
    record: RecordDraft & { recordedAt: Date },
  ): Promise<void>;
}

export interface FlushReport {
  written: number;
  /** Records that are not in storage and why; they stay in the outbox. */
  problems: { key: string; message: string; lostRace: boolean }[];
}

/**
 * Makes changes of the database durable facts in storage.
 *
 * Protocol: the change of a row and its signed record (in the outbox) commit as one. Right afterwards,
 * before the caller is answered, the record is created in storage and leaves the outbox. A crash in
 * between leaves it in the outbox, and `flush` writes it later; the same bytes written twice count once.
 * Storage is create-only: if another writer has recorded that revision with other content, this index is
 * behind storage, the caller gets a ConflictError, and rebuilding the index is the way out.
 */
export interface DurableRecords {
  /** Inside a transaction that `transaction` began: record this together with the change. */
  commit(trx: Knex.Transaction, record: RecordDraft): Promise<void>;
  /** As `commit` for each of them, by few statements however many they are. */
  commitAll(trx: Knex.Transaction, records: RecordDraft[]): Promise<void>;
  /**
   * Inside a transaction that `transaction` began: a fact that is durable by itself, as a point by its
   * manifest, has come to be. Whoever listens is told as of a record.
   */
  announce(trx: Knex.Transaction, record: RecordDraft): Promise<void>;
  /**
   * Run `work` in a transaction and then write what it committed to storage. If storage cannot be
   * reached, the change holds and its record waits in the outbox for `flush`. With `write: 'later'` it waits
   * there in any case: for what the portal does by itself in numbers, and nobody waits for an answer to.
   */
  transaction<T>(
    work: (trx: Knex.Transaction) => Promise<T>,
    options?: { write?: 'now' | 'later' },
  ): Promise<T>;
  /** Write what waits in the outbox. Safe to run on several replicas at once. */
  flush(): Promise<FlushReport>;
  /** For the health check: how many records wait, and since when. */
  measure(): Promise<{ waiting: number; since?: Date }>;
}
