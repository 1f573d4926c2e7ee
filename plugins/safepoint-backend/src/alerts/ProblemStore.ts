import type { ProblemSubject } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { problemMapping } from './problemMapping';
import type { RecordedProblem } from './RecordedProblem';

/** Problems as rows. */
export class ProblemStore {
  constructor(private readonly connection: Knex) {}

  /** False if that problem is open already. */
  async tryInsert(problem: RecordedProblem): Promise<boolean> {
    const rows = await this.#table
      .insert(problemMapping.toRow(problem))
      .onConflict('open_key')
      .ignore()
      .returning('id');
    return rows.length > 0;
  }

  /** Undefined if somebody else has changed it since it was read. */
  async tryUpdate(
    { id, revision }: Pick<RecordedProblem, 'id' | 'revision'>,
    change: Partial<RecordedProblem>,
  ): Promise<RecordedProblem | undefined> {
    const [row] = await this.#table
      .where({ id, revision })
      .update(problemMapping.toChange({ ...change, revision: revision + 1 }))
      .returning(problemMapping.columns);
    return row && problemMapping.fromRow(row);
  }

  /**
   * Only what is open, was not acknowledged and is as grave as it was seen; that it was told of meanwhile
   * does not matter.
   */
  async tryAcknowledge(
    { id, severity }: Pick<RecordedProblem, 'id' | 'severity'>,
    acknowledgement: { acknowledgedAt: Date; acknowledgedBy: string },
  ): Promise<RecordedProblem | undefined> {
    const [row] = await this.#table
      .where({ id, severity })
      .whereNull('resolved_at')
      .whereNull('acknowledged_at')
      .update({
        ...problemMapping.toChange(acknowledgement),
        revision: this.connection.raw('revision + 1'),
      })
      .returning(problemMapping.columns);
    return row && problemMapping.fromRow(row);
  }

  /**
   * The problems of a subject that are open or may open again, newest first. In a transaction on
   * PostgreSQL nobody else changes them until it ends.
   */
  async listUnclosed(subject: ProblemSubject): Promise<RecordedProblem[]> {
    const { source, entityRef, environment } = subject;
    const query = this.#table
      .where({ source, entity_ref: entityRef, environment })
      .whereNull('closed_at')
      .orderBy('id', 'desc');
    const rows = await (this.connection.isTransaction
      ? query.forUpdate()
      : query);
    return rows.map(row => problemMapping.fromRow(row));
  }

  async find(id: string): Promise<RecordedProblem | undefined> {
    const row = await this.#table.where({ id }).first();
    return row && problemMapping.fromRow(row);
  }

  /** Of every source: the open ones, then those resolved since, each newest first. */
  async listByPlace(
    place: Pick<ProblemSubject, 'entityRef' | 'environment'>,
    resolvedSince: Date,
    limit: number,
  ): Promise<RecordedProblem[]> {
    const rows = await this.#table
      .where({ entity_ref: place.entityRef, environment: place.environment })
      .andWhere(query =>
        query
          .whereNull('resolved_at')
          .orWhere('resolved_at', '>', resolvedSince.toISOString()),
      )
      .orderByRaw('case when resolved_at is null then 0 else 1 end')
      .orderBy('id', 'desc')
      .limit(limit);
    return rows.map(row => problemMapping.fromRow(row));
  }

  /** Those that may have something to be told, the one that waits longest first. */
  async listDue(now: Date, limit: number): Promise<RecordedProblem[]> {
    const rows = await this.#table
      .where('next_look_at', '<=', now.toISOString())
      .orderBy('next_look_at')
      .limit(limit);
    return rows.map(row => problemMapping.fromRow(row));
  }

  /** What is not closed of these threads, and of all that were told of since. */
  async listThreads(
    threads: string[],
    toldSince: Date,
  ): Promise<RecordedProblem[]> {
    const rows = await this.#table
      .whereNull('closed_at')
      .andWhere(query =>
        query
          .whereIn('thread', threads)
          .orWhere('told_at', '>', toldSince.toISOString()),
      );
    return rows.map(row => problemMapping.fromRow(row));
  }

  get #table() {
    return this.connection(problemMapping.table);
  }
}
