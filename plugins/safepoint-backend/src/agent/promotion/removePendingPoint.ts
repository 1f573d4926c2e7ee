import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { RecordedPoint } from '../../database/RecordedPoint';
import { recoveryPointMapping } from '../../database/recoveryPointMapping';

/** Only one of which nothing was written yet, neither a part nor a record. */
export async function removePendingPoint(
  trx: Knex.Transaction,
  point: RecordedPoint,
): Promise<void> {
  const removed = await trx(recoveryPointMapping.table)
    .where({ id: point.id, status: 'pending', revision: 0 })
    .delete();
  if (removed !== 1) {
    throw new ConflictError(
      `Recovery point ${point.id} is being made already.`,
    );
  }
}
