import type { Knex } from 'knex';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { RecoverySet } from '../recoverySets/RecoverySet';
import { recoverySetMapping } from '../recoverySets/recoverySetMapping';

/**
 * The complete sets that any of the points is in. A point that stands for another one in the set of its
 * deployment carries the id of the set that it was taken in, so those are looked for by the deployment.
 */
export async function findSets(
  connection: Knex,
  points: RecordedPoint[],
): Promise<RecoverySet[]> {
  const ids = new Set(points.map(({ id }) => id));
  const setIds = given(points.map(({ setId }) => setId));
  const deploymentIds = given(
    points.flatMap(({ deploymentId, baselineOf }) => [
      deploymentId,
      baselineOf,
    ]),
  );
  if (setIds.length + deploymentIds.length === 0) return [];
  const rows = await connection(recoverySetMapping.table)
    .where({ status: 'complete' })
    .andWhere(query =>
      query.whereIn('id', setIds).orWhereIn('deployment_id', deploymentIds),
    );
  return rows
    .map(row => recoverySetMapping.fromRow(row))
    .filter(set => set.recoveryPointIds.some(id => ids.has(id)));
}

function given(ids: (string | undefined)[]): string[] {
  return [...new Set(ids)].filter((id): id is string => id !== undefined);
}
