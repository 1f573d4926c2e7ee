import { RELATION_DEPENDS_ON } from '@backstage/catalog-model';
import { isDataStore } from '../catalog/dataStore';
import { type EntityDirectory, relationsOf } from '../catalog/EntityDirectory';

/** The data stores that any of these entities depends on, and those of them that are stores themselves. */
export async function findStoreRefs(
  directory: Pick<EntityDirectory, 'findMany'>,
  entityRefs: string[],
): Promise<string[]> {
  const entities = await directory.findMany(entityRefs);
  const own = [...entities]
    .filter(([, entity]) => isDataStore(entity))
    .map(([ref]) => ref);
  const named = [...entities.values()].flatMap(entity =>
    relationsOf(entity, RELATION_DEPENDS_ON),
  );
  const targets = await directory.findMany(named);
  const stores = [...targets]
    .filter(([, entity]) => isDataStore(entity))
    .map(([ref]) => ref);
  return [...new Set([...own, ...stores])];
}
