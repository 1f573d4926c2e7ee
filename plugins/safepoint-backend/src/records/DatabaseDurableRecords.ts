import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  type DurableRecord,
  durableRecordKey,
} from '@safepoint/backstage-plugin-safepoint-common';
import { signDocument, type Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { DatabaseRecordOutboxStore } from '../database/DatabaseRecordOutboxStore';
import type { OutboxRecord } from '../database/RecordOutboxStore';
import { markOf, markPosture } from '../posture/PostureMarks';
import type {
  DurableRecords,
  FlushReport,
  RecordDraft,
  RecordListener,
} from './DurableRecords';
import type { SigningKeys } from './SigningKeys';

export interface DurableRecordsOptions {
  knex: Knex;
  storage: Storage;
  keys: SigningKeys;
  logger: LoggerService;
  listener?: RecordListener;
  now?: () => Date;
}

type WriteOutcome =
  | { outcome: 'written' }
  | { outcome: 'lost-race' }
  | { outcome: 'not-written'; error: Error };

const flushBatch = 100;

/** Durable records through the table `record_outbox`. */
export class DatabaseDurableRecords implements DurableRecords {
  readonly #options: DurableRecordsOptions;
  readonly #outbox: DatabaseRecordOutboxStore;
  /** What each running transaction has recorded so far. */
  readonly #committed = new WeakMap<Knex.Transaction, string[]>();

  constructor(options: DurableRecordsOptions) {
    this.#options = options;
    this.#outbox = new DatabaseRecordOutboxStore(options.knex);
  }

  async commit(trx: Knex.Transaction, draft: RecordDraft): Promise<void> {
    await this.commitAll(trx, [draft]);
  }

  async commitAll(trx: Knex.Transaction, drafts: RecordDraft[]): Promise<void> {
    const keys = this.#committed.get(trx);
    if (!keys) {
      throw new Error(
        'A durable record was committed outside of DurableRecords.transaction.',
      );
    }
    const records = await Promise.all(drafts.map(draft => this.#sign(draft)));
    await new DatabaseRecordOutboxStore(trx).insert(...records);
    await markPosture(trx, ...drafts.map(markOf));
    keys.push(...records.map(({ key }) => key));
    for (const draft of drafts) await this.announce(trx, draft);
  }

  async #sign(draft: RecordDraft): Promise<OutboxRecord> {
    const now = this.#now();
    const record: DurableRecord = {
      apiVersion: 'safepoint.dev/v1alpha1',
      kind: 'Record',
      ...draft,
      recordedAt: now.toISOString(),
    };
    return {
      key: durableRecordKey(record),
      body: JSON.stringify(
        await signDocument(record, this.#options.keys.current),
      ),
      createdAt: now,
    };
  }

  async announce(trx: Knex.Transaction, draft: RecordDraft): Promise<void> {
    await this.#options.listener?.announce(trx, {
      ...draft,
      recordedAt: this.#now(),
    });
  }

  async transaction<T>(
    work: (trx: Knex.Transaction) => Promise<T>,
    { write = 'now' }: { write?: 'now' | 'later' } = {},
  ): Promise<T> {
    const keys: string[] = [];
    const result = await this.#options.knex.transaction(async trx => {
      this.#committed.set(trx, keys);
      return work(trx);
    });
    if (write === 'later') return result;
    for (const key of keys) {
      const record = await this.#outbox.find(key);
      if (record) this.#settle(record, await this.#write(record));
    }
    return result;
  }

  async flush(): Promise<FlushReport> {
    const report: FlushReport = { written: 0, problems: [] };
    for (const record of await this.#outbox.list(flushBatch)) {
      const outcome = await this.#write(record);
      if (outcome.outcome === 'written') {
        report.written += 1;
        continue;
      }
      report.problems.push({
        key: record.key,
        lostRace: outcome.outcome === 'lost-race',
        message:
          outcome.outcome === 'lost-race'
            ? lostRaceMessage(record.key)
            : outcome.error.message,
      });
    }
    return report;
  }

  measure() {
    return this.#outbox.measure();
  }

  /** The change holds already; only a lost race makes the caller's answer an error. */
  #settle(record: OutboxRecord, outcome: WriteOutcome) {
    if (outcome.outcome === 'lost-race') {
      throw new ConflictError(lostRaceMessage(record.key));
    }
    if (outcome.outcome === 'not-written') {
      this.#options.logger.warn(
        `Durable record ${record.key} waits in the outbox: ${outcome.error.message}`,
      );
    }
  }

  async #write(record: OutboxRecord): Promise<WriteOutcome> {
    const { storage } = this.#options;
    const body = Buffer.from(record.body);
    try {
      const { outcome } = await storage.createObject(record.key, body, {
        contentType: 'application/json',
      });
      if (outcome === 'exists') {
        const stored = await storage.readObject(record.key);
        if (!stored?.equals(body)) return { outcome: 'lost-race' };
      }
    } catch (error) {
      return { outcome: 'not-written', error: toError(error) };
    }
    await this.#outbox.delete(record.key);
    return { outcome: 'written' };
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

function lostRaceMessage(key: string): string {
  return `Storage holds another ${key} than this portal's database has recorded, so the database is behind storage. Rebuild the index, then try again.`;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
