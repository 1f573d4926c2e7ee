import type { Message } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';

export interface WaitingMessage {
  id: string;
  message: Message;
  createdAt: Date;
  attempts: number;
}

/** Messages that wait to be sent, as rows of `message_outbox`. */
export class MessageOutbox {
  constructor(private readonly connection: Knex) {}

  async insert(message: Message, now: Date): Promise<void> {
    await this.#table.insert({
      id: ulid(now.getTime()),
      thread: message.thread,
      message: JSON.stringify(message),
      created_at: now.toISOString(),
      attempts: 0,
      next_attempt_at: now.toISOString(),
    });
  }

  /**
   * What may be sent now; of each thread the first only, since a later message takes the place of an
   * earlier one.
   */
  async listDue(now: Date, limit: number): Promise<WaitingMessage[]> {
    const rows = await this.connection('message_outbox as one')
      .where('one.next_attempt_at', '<=', now.toISOString())
      .whereNotExists(
        this.connection('message_outbox as other')
          .whereRaw('other.thread = one.thread')
          .andWhereRaw('other.id < one.id')
          .select('other.id'),
      )
      .orderBy('one.id')
      .limit(limit)
      .select('one.*');
    return rows.map(row => ({
      id: row.id,
      message: JSON.parse(row.message),
      createdAt: new Date(row.created_at),
      attempts: row.attempts,
    }));
  }

  /** Only one of several replicas gets it; if it dies, others may after `until`. */
  async tryClaim(
    { id, attempts }: WaitingMessage,
    until: Date,
  ): Promise<boolean> {
    const count = await this.#table.where({ id, attempts }).update({
      attempts: attempts + 1,
      next_attempt_at: until.toISOString(),
    });
    return count === 1;
  }

  async delete({ id }: WaitingMessage): Promise<void> {
    await this.#table.where({ id }).delete();
  }

  async measure(): Promise<{ waiting: number; since?: Date }> {
    const row = await this.#table
      .count({ waiting: '*' })
      .min({ since: 'created_at' })
      .first();
    return {
      waiting: Number(row?.waiting ?? 0),
      ...(row?.since && { since: new Date(row.since) }),
    };
  }

  get #table() {
    return this.connection('message_outbox');
  }
}
