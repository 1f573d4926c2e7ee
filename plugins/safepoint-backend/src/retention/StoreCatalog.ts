import { type EntityDirectory, refOf } from '../catalog/EntityDirectory';

/** What retention asks the catalog. */
export interface StoreCatalog {
  /**
   * By data store, the references of what depends on it. A store that the catalog does not know is not in
   * the answer: nothing may be concluded about it.
   */
  findDependents(storeRefs: string[]): Promise<Map<string, string[]>>;
}

/** The answer of Backstage's catalog. */
export class DirectoryStoreCatalog implements StoreCatalog {
  constructor(
    private readonly directory: Pick<
      EntityDirectory,
      'findMany' | 'findDependentsOf'
    >,
  ) {}

  async findDependents(storeRefs: string[]): Promise<Map<string, string[]>> {
    const stores = await this.directory.findMany(storeRefs);
    const entries = await Promise.all(
      [...stores].map(async ([ref, store]) => {
        const dependents = await this.directory.findDependentsOf(store);
        return [ref, dependents.map(refOf)] as const;
      }),
    );
    return new Map(entries);
  }
}
