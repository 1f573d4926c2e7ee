import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { pauseMapping, type RecordedPause } from './pauseMapping';

type PauseKey = Pick<RecordedPause, 'instanceId' | 'kind'>;

export type NewPause = Omit<RecordedPause, 'id' | 'revision'>;

/** Pauses as rows: the last one of each schedule, whether it still counts or not. */
export class PauseStore {
  constructor(private readonly connection: Knex) {}

  async find(key: PauseKey): Promise<RecordedPause | undefined> {
    const row = await this.#table
      .where({ instance_id: key.instanceId, kind: key.kind })
      .first();
    return row && pauseMapping.fromRow(row);
  }

  async findByInstances(instanceIds: string[]): Promise<RecordedPause[]> {
    const rows = await this.#table.whereIn('instance_id', instanceIds);
    return rows.map(row => pauseMapping.fromRow(row));
  }

  /** Replaces `known`, or is the first. Throws a `ConflictError` if that is not how it is any more. */
  async save(
    pause: NewPause,
    known: RecordedPause | undefined,
  ): Promise<RecordedPause> {
    const { instanceId, kind } = pause;
    const id = `${instanceId}-${kind}`;
    const saved = { ...pause, id, revision: (known?.revision ?? 0) + 1 };
    const row = pauseMapping.toRow(saved);
    const changed = known
      ? await this.#table.where({ id, revision: known.revision }).update(row)
      : (
          await this.#table
            .insert(row)
            .onConflict('id')
            .ignore()
            .returning('id')
        ).length;
    if (changed === 0) {
      throw new ConflictError(
        'The schedule was paused or resumed at the same time; look at it and try again.',
      );
    }
    return saved;
  }

  get #table() {
    return this.connection(pauseMapping.table);
  }
}

/** Undefined once somebody has ended it. */
export function unlessResumed(
  pause: RecordedPause | undefined,
): RecordedPause | undefined {
  return pause?.resumedAt ? undefined : pause;
}
