import type { Knex } from 'knex';
import type { RecordDraft } from '../records/DurableRecords';

/** What something that happened concerns. */
export interface PostureMark {
  /** `component`: every data store that it depends on; which ones, the catalog says when it is evaluated. */
  scope: 'instance' | 'store' | 'component';
  /** An instance id, or an entity reference. */
  subject: string;
}

/**
 * Says that something happened, in the transaction in which it did: what is marked is evaluated again, by the
 * next page that shows it or by the next tick. Marks are only ever inserted, so that a gate or a backup never
 * waits for another one because of them.
 */
export async function markPosture(
  connection: Knex,
  ...marks: PostureMark[]
): Promise<void> {
  const rows = marks.map(mark => ({ ...mark }));
  for (let at = 0; at < rows.length; at += 500) {
    await connection('posture_marks').insert(rows.slice(at, at + 500));
  }
}

/** What a durable record concerns. A deployment's lies with its component, every other one with its store. */
export function markOf(
  draft: Pick<RecordDraft, 'type' | 'entityRef'>,
): PostureMark {
  const scope = draft.type === 'deployment' ? 'component' : 'store';
  return { scope, subject: draft.entityRef };
}

/** After a rebuild of the index anything may be otherwise. */
export async function markAllPostures(trx: Knex.Transaction): Promise<void> {
  await trx('drills')
    .whereNull('instance_id')
    .update({
      instance_id: trx('recovery_points')
        .select('instance_id')
        .where('id', trx.ref('drills.recovery_point_id')),
    });
  await trx('postures')
    .whereNotIn('instance_id', trx('store_instances').select('id'))
    .delete();
  await trx.raw(
    "insert into posture_marks (scope, subject) select 'instance', id from store_instances",
  );
}
