import { RELATION_DEPENDENCY_OF } from '@backstage/catalog-model';
import { isDataStore } from '../catalog/dataStore';
import { type EntityDirectory, relationsOf } from '../catalog/EntityDirectory';

/** By data store, what depends on it, other data stores excepted; two questions however many there are. */
export async function findDependents(
  directory: Pick<EntityDirectory, 'findMany'>,
  storeRefs: string[],
): Promise<Map<string, string[]>> {
  const stores = await directory.findMany(storeRefs);
  const named = [...stores].map(
    ([ref, store]) =>
      [ref, relationsOf(store, RELATION_DEPENDENCY_OF)] as const,
  );
  const entities = await directory.findMany(named.flatMap(([, refs]) => refs));
  return new Map(
    named.map(([ref, refs]) => [
      ref,
      refs.filter(one => {
        const entity = entities.get(one);
        return entity !== undefined && !isDataStore(entity);
      }),
    ]),
  );
}
