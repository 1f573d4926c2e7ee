import type { Knex } from 'knex';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import type { RecordedPoint } from '../database/RecordedPoint';

/** What is deleted, or never came to be, leaves its row behind, and there may be many of those. */
const gone: RecordedPoint['status'][] = ['failed', 'lost', 'deleted'];

/** A query for the points of these instances that may have anything in storage. */
export function queryRetained(connection: Knex, instanceIds: string[]) {
  return connection(recoveryPointMapping.table)
    .whereIn('instance_id', instanceIds)
    .whereNotIn('status', gone);
}

/** Those points, whole. */
export async function listRetained(
  connection: Knex,
  instanceIds: string[],
): Promise<RecordedPoint[]> {
  const rows = await queryRetained(connection, instanceIds).select(
    recoveryPointMapping.columns,
  );
  return rows.map((row: Record<string, unknown>) =>
    recoveryPointMapping.fromRow(row),
  );
}
