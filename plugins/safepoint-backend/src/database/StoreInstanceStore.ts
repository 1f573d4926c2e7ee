import { ConflictError } from '@backstage/errors';
import type { StoreInstance } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { date, json, plain, TableMapping } from './TableMapping';

/** A store instance as kept. */
export interface StoredInstance extends StoreInstance {
  revision: number;
  createdAt: Date;
}

export const storeInstanceMapping = new TableMapping<StoredInstance>(
  'store_instances',
  {
    id: plain('id'),
    entityRef: plain('entity_ref'),
    environment: plain('environment'),
    driver: plain('driver'),
    identity: json('identity'),
    identityStatus: plain('identity_status'),
    changedIdentity: json('changed_identity'),
    revision: plain('revision'),
    createdAt: date('created_at'),
  },
);

export interface StoreInstanceStore {
  find(id: string): Promise<StoredInstance | undefined>;
  findByEntities(entityRefs: string[]): Promise<StoredInstance[]>;
  /** False if the entity has an instance in that environment already. */
  tryInsert(instance: StoredInstance): Promise<boolean>;
  /** Throws a `ConflictError` if somebody else changed it since `instance` was read. */
  update(
    instance: StoredInstance,
    change: Partial<StoredInstance>,
  ): Promise<StoredInstance>;
}

export class DatabaseStoreInstanceStore implements StoreInstanceStore {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  async find(id: string) {
    const row = await this.#connection(storeInstanceMapping.table)
      .where({ id })
      .first();
    return row && storeInstanceMapping.fromRow(row);
  }

  async findByEntities(entityRefs: string[]) {
    const rows = await this.#connection(storeInstanceMapping.table)
      .whereIn('entity_ref', entityRefs)
      .orderBy(['entity_ref', 'environment']);
    return rows.map(row => storeInstanceMapping.fromRow(row));
  }

  async tryInsert(instance: StoredInstance) {
    const inserted = await this.#connection(storeInstanceMapping.table)
      .insert(storeInstanceMapping.toRow(instance))
      .onConflict(['entity_ref', 'environment'])
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async update(instance: StoredInstance, change: Partial<StoredInstance>) {
    const changed = { ...change, revision: instance.revision + 1 };
    const count = await this.#connection(storeInstanceMapping.table)
      .where({ id: instance.id, revision: instance.revision })
      .update(storeInstanceMapping.toChange(changed));
    if (count === 0) {
      throw new ConflictError(
        `Store instance ${instance.id} was changed at the same time; try again.`,
      );
    }
    return { ...instance, ...changed };
  }
}
