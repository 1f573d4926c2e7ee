import type { Knex } from 'knex';
import type { PostureMark } from './PostureMarks';

export interface ClaimedMark extends PostureMark {
  id: number;
}

/**
 * What has to be evaluated: the marks of what happened, and the rows whose moment has come. Any number of
 * replicas claim from it, each by one UPDATE that is guarded by the claim before; a claim runs out, so that
 * what a crash left is done by the next one. The cost grows with what is due and not with what exists.
 */
export class PostureQueue {
  constructor(private readonly connection: Knex) {}

  async claimMarks(limits: ClaimLimits): Promise<ClaimedMark[]> {
    const rows = await this.#claim('posture_marks', 'id', limits, waiting =>
      waiting.orderBy('id'),
    );
    return rows.map(({ id, scope, subject }) => ({
      id: Number(id),
      scope,
      subject,
    }));
  }

  /** Instances whose moment has come, the longest waiting first. */
  async claimDue(limits: ClaimLimits): Promise<string[]> {
    const rows = await this.#claim('postures', 'instance_id', limits, waiting =>
      waiting.where('due_at', '<=', limits.now.toISOString()).orderBy('due_at'),
    );
    return rows.map(row => row.instance_id);
  }

  /** What they stood for is evaluated. */
  async settle(marks: ClaimedMark[]): Promise<void> {
    await this.connection('posture_marks')
      .whereIn(
        'id',
        marks.map(({ id }) => id),
      )
      .delete();
  }

  #claim(
    table: string,
    key: string,
    { now, until, limit }: ClaimLimits,
    narrow: (waiting: Knex.QueryBuilder) => Knex.QueryBuilder,
  ) {
    const unclaimed = (query: Knex.QueryBuilder) =>
      query.where(claim =>
        claim
          .whereNull('claimed_until')
          .orWhere('claimed_until', '<=', now.toISOString()),
      );
    const waiting = narrow(unclaimed(this.connection(table).select(key))).limit(
      limit,
    );
    if (this.connection.client.config.client === 'pg') {
      waiting.forUpdate().skipLocked();
    }
    return unclaimed(this.connection(table).whereIn(key, waiting))
      .update({ claimed_until: until.toISOString() })
      .returning('*');
  }
}

export interface ClaimLimits {
  now: Date;
  /** When another one may take it. */
  until: Date;
  limit: number;
}
