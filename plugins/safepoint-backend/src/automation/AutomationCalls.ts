import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';

/** A call of a service, as it tells its repeats apart. */
export interface AutomationCall {
  subject: string;
  /** The service's own name for the call. */
  key: string;
  /** All that was asked for. */
  asked: unknown;
}

/**
 * Calls that were answered. A call is noted in the transaction of what it does: of two at the same time one
 * does it, and a repeat finds what was done.
 */
export class AutomationCalls {
  constructor(private readonly knex: Knex) {}

  /** Id of what the call did, if it was made before. Throws if its key was of another call. */
  async findResult(call: AutomationCall): Promise<string | undefined> {
    const row = await this.knex('automation_calls')
      .where({ subject: call.subject, idempotency_key: call.key })
      .first();
    if (row && row.digest !== digestOf(call)) {
      throw new ConflictError(
        'This Idempotency-Key was used for another call. Take a new key for what is asked anew.',
      );
    }
    return row?.result_id;
  }

  async note(
    trx: Knex.Transaction,
    call: AutomationCall,
    resultId: string,
    now: Date,
  ): Promise<void> {
    const inserted = await trx('automation_calls')
      .insert({
        subject: call.subject,
        idempotency_key: call.key,
        digest: digestOf(call),
        result_id: resultId,
        created_at: now.toISOString(),
      })
      .onConflict(['subject', 'idempotency_key'])
      .ignore()
      .returning('result_id');
    if (inserted.length === 0) {
      throw new ConflictError(
        'The same call is being worked on; repeat it in a moment.',
      );
    }
  }

  async forget(before: Date): Promise<void> {
    await this.knex('automation_calls')
      .where('created_at', '<', before.toISOString())
      .delete();
  }
}

function digestOf({ asked }: AutomationCall): string {
  const entries = Object.entries(asked as object).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}
