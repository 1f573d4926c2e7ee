import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import { findSets } from './findSets';
import { listRetained } from './listRetained';
import type { RetentionGround, Undecided } from './RetentionGround';
import type { StoreCatalog } from './StoreCatalog';

/** Asks whom a plan has to ask; outside of any transaction, since they may take their time. */
export async function prepareGround(
  instance: StoredInstance,
  sources: { knex: Knex; policies: PolicySource; catalog: StoreCatalog },
): Promise<{ outcome: 'ready'; ground: RetentionGround } | Undecided> {
  const { knex, policies, catalog } = sources;
  const related = await findRelated(knex, instance);
  const entityRefs = [...new Set(related.map(({ entityRef }) => entityRef))];
  const dependents = await catalog.findDependents(entityRefs);
  if (!dependents.has(instance.entityRef)) {
    return {
      outcome: 'undecided',
      reason: `${instance.entityRef} is not in the catalog. Nothing of it is deleted: deleting an entity deletes no recovery point.`,
    };
  }
  const effective = await policies.policiesOf(related);
  return {
    outcome: 'ready',
    ground: {
      instance,
      related,
      siblings: await portalStores(knex).instances.findByEntities(entityRefs),
      policies: new Map(
        related.map(({ id }, index) => [id, effective[index]] as const),
      ),
      dependents,
    },
  };
}

async function findRelated(
  knex: Knex,
  instance: StoredInstance,
): Promise<StoredInstance[]> {
  const { points } = agentStores(knex);
  const { instances } = portalStores(knex);
  const own = await listRetained(knex, [instance.id]);
  const sets = await findSets(knex, own);
  const members = await points.listByIds(
    sets.flatMap(({ recoveryPointIds }) => recoveryPointIds),
  );
  const others = new Set(members.map(({ instanceId }) => instanceId));
  others.delete(instance.id);
  const found = await Promise.all([...others].map(id => instances.find(id)));
  return [
    instance,
    ...found.filter((one): one is StoredInstance => one !== undefined),
  ];
}
