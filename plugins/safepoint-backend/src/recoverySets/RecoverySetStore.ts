import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { RecoverySet } from './RecoverySet';
import { recoverySetMapping } from './recoverySetMapping';

/** How a set that was being taken ended. */
export type RecoverySetEnd = Pick<
  RecoverySet,
  | 'status'
  | 'recoveryPointIds'
  | 'skewSeconds'
  | 'stateFrom'
  | 'stateTo'
  | 'problem'
  | 'finishedAt'
>;

/** Recovery sets as rows. */
export class RecoverySetStore {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  async insert(set: RecoverySet): Promise<void> {
    await this.#table.insert(recoverySetMapping.toRow(set));
  }

  async find(id: string): Promise<RecoverySet | undefined> {
    return this.#first({ id });
  }

  /** Being taken since before that moment by a run that is over, the oldest first. */
  async listStranded(before: Date, limit: number): Promise<RecoverySet[]> {
    const open = this.#connection('runs')
      .where({ status: 'open' })
      .select('id');
    const rows = await this.#table
      .where({ status: 'taking' })
      .andWhere('created_at', '<=', before.toISOString())
      .whereNotIn('run_id', open)
      .orderBy('created_at')
      .limit(limit);
    return rows.map(row => recoverySetMapping.fromRow(row));
  }

  async findByRun(runId: string): Promise<RecoverySet | undefined> {
    return this.#first({ run_id: runId });
  }

  /** Only while it is being taken. */
  async setPoints(id: string, recoveryPointIds: string[]): Promise<void> {
    const count = await this.#table
      .where({ id, status: 'taking' })
      .update(recoverySetMapping.toChange({ recoveryPointIds }));
    if (count === 0) throw new ConflictError(`Recovery set ${id} has ended.`);
  }

  /** `taking → complete | incomplete`; ConflictError if it has ended already. */
  async end(id: string, end: RecoverySetEnd): Promise<RecoverySet> {
    const [row] = await this.#table
      .where({ id, status: 'taking' })
      .update(recoverySetMapping.toChange({ ...end, revision: 1 }))
      .returning(recoverySetMapping.columns);
    if (!row) throw new ConflictError(`Recovery set ${id} has ended already.`);
    return recoverySetMapping.fromRow(row);
  }

  async #first(where: object): Promise<RecoverySet | undefined> {
    const row = await this.#table.where(where).first();
    return row && recoverySetMapping.fromRow(row);
  }

  get #table() {
    return this.#connection(recoverySetMapping.table);
  }
}
