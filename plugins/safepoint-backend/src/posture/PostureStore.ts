import type {
  Objectives,
  Posture,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { revivePosture } from './storedPosture';

/** The newest evaluation of an instance. */
export interface PostureRow {
  instanceId: string;
  posture: Posture;
  /** Those that it was measured by, as text to compare. */
  objectives: string;
  evaluatedAt: Date;
  revision: number;
}

export interface Evaluation {
  instanceId: string;
  posture: Posture;
  objectives: Objectives;
  now: Date;
  /** When it is evaluated again by itself. */
  dueAt: Date;
  /** Of the row when the facts were read; absent if there was none. */
  basedOn?: number;
}

/** The table `postures`. */
export class PostureStore {
  constructor(private readonly connection: Knex) {}

  async list(instanceIds: string[]): Promise<PostureRow[]> {
    const rows = await this.connection('postures')
      .whereIn('instance_id', instanceIds)
      .whereNotNull('posture');
    return rows.map(toPostureRow);
  }

  /** In one query: the rows, and whether anything that concerns these subjects waits to be evaluated. */
  async look(
    instanceIds: string[],
    subjects: string[],
  ): Promise<{ rows: PostureRow[]; marked: boolean }> {
    const rows = await this.connection('postures')
      .whereIn('instance_id', instanceIds)
      .whereNotNull('posture')
      .select(
        '*',
        this.connection('posture_marks')
          .count('id')
          .whereIn('subject', subjects)
          .as('marks'),
      );
    return {
      rows: rows.map(toPostureRow),
      marked: rows.some(({ marks }) => Number(marks) > 0),
    };
  }

  /** False if somebody else has evaluated it since the facts were read; theirs may be newer. */
  async trySave(evaluation: Evaluation): Promise<boolean> {
    const { instanceId, posture, basedOn } = evaluation;
    const columns = {
      verdict: posture.verdict,
      posture: JSON.stringify(posture),
      objectives: JSON.stringify(evaluation.objectives),
      changes_at: posture.changesAt?.toISOString() ?? null,
      evaluated_at: evaluation.now.toISOString(),
      due_at: evaluation.dueAt.toISOString(),
      claimed_until: null,
      revision: (basedOn ?? 0) + 1,
    };
    if (basedOn !== undefined) {
      const count = await this.connection('postures')
        .where({ instance_id: instanceId, revision: basedOn })
        .update(columns);
      return count > 0;
    }
    const inserted = await this.connection('postures')
      .insert({ instance_id: instanceId, ...columns })
      .onConflict('instance_id')
      .ignore()
      .returning('instance_id');
    return inserted.length > 0;
  }

  /** How many are overdue by more than that, and since when the first of them. */
  async measureOverdue(before: Date): Promise<{ count: number; since?: Date }> {
    const row = await this.connection('postures')
      .where('due_at', '<', before.toISOString())
      .count({ count: 'instance_id' })
      .min({ since: 'due_at' })
      .first();
    const since = row?.since ? new Date(row.since) : undefined;
    return { count: Number(row?.count ?? 0), ...(since && { since }) };
  }
}

function toPostureRow(row: Record<string, unknown>): PostureRow {
  return {
    instanceId: String(row.instance_id),
    posture: revivePosture(String(row.posture)),
    objectives: String(row.objectives),
    evaluatedAt: new Date(String(row.evaluated_at)),
    revision: Number(row.revision),
  };
}
