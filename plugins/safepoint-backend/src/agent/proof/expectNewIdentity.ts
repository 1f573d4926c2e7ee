import type { Knex } from 'knex';
import { portalStores } from '../../database/portalStores';
import type { Run } from '../../database/Run';
import type { DurableRecords } from '../../records/DurableRecords';
import { draftInstanceRecord } from '../../records/recordDrafts';

/** The store that a restore put in place is another one to its driver; the next backup tells which. */
export async function expectNewIdentity(
  trx: Knex.Transaction,
  run: Run,
  records: DurableRecords,
): Promise<void> {
  const { proof } = run.plan;
  if (!proof) return;
  const { instances } = portalStores(trx);
  const target = (await instances.findByEntities([proof.entityRef])).find(
    ({ environment }) =>
      environment === (proof.targetEnvironment ?? proof.environment),
  );
  if (!target?.identity) return;
  const changed = await instances.update(target, {
    identity: undefined,
    identityStatus: 'unknown',
    changedIdentity: undefined,
  });
  await records.commit(trx, draftInstanceRecord(changed));
}
