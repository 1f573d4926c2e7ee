import type { Knex } from 'knex';
import { deploymentMapping } from '../../database/deploymentMapping';
import type { RecordedDeployment } from '../../database/RecordedDeployment';

/** Deployments that failed since then and that no other of the same component has followed, oldest first. */
export async function listRecentFailures(
  knex: Knex,
  since: Date,
): Promise<RecordedDeployment[]> {
  const { table } = deploymentMapping;
  const rows = await knex(`${table} as failed`)
    .where('failed.status', 'failed')
    .where('failed.finished_at', '>=', since.toISOString())
    .whereNotExists(
      knex(`${table} as later`)
        .whereRaw('later.entity_ref = failed.entity_ref')
        .whereRaw('later.environment = failed.environment')
        .whereRaw('later.gated_at > failed.gated_at')
        .select(knex.raw('1')),
    )
    .orderBy('failed.finished_at')
    .limit(100)
    .select('failed.*');
  return rows.map(row => deploymentMapping.fromRow(row));
}
