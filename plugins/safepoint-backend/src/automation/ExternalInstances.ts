import { InputError, NotFoundError } from '@backstage/errors';
import { driverOf } from '../catalog/dataStore';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { portalStores } from '../database/portalStores';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { instanceIdOf } from '../instances/instanceIdOf';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import { draftInstanceRecord, type DurableRecords } from '../records';
import { externalDriver } from './externalDriver';

/** The store instances that external points are of; one of the driver `external` is made at its first point. */
export class ExternalInstances {
  constructor(
    private readonly options: {
      stores: PortalStores;
      instances: Pick<InstanceRegistry, 'ensure'>;
      directory: Pick<EntityDirectory, 'find'>;
      records: DurableRecords;
      now: () => Date;
    },
  ) {}

  async ensure(
    entityRef: string,
    environment: string,
  ): Promise<StoredInstance> {
    const known = await this.#find(entityRef, environment);
    if (known) return known;
    const entity = await this.options.directory.find(entityRef);
    if (!entity) {
      throw new InputError(
        `The catalog has no ${entityRef}. Register the data store first, with the annotation safepoint.dev/driver: ${externalDriver}.`,
      );
    }
    if (driverOf(entity) === externalDriver) {
      await this.#insert(entityRef, environment);
    } else {
      await this.options.instances.ensure(entityRef, environment);
    }
    const made = await this.#find(entityRef, environment);
    if (!made) throw new NotFoundError(`${entityRef} was not kept.`);
    return made;
  }

  async #insert(entityRef: string, environment: string): Promise<void> {
    const { now, records } = this.options;
    const instance: StoredInstance = {
      id: instanceIdOf(entityRef, environment),
      entityRef,
      environment,
      driver: externalDriver,
      identityStatus: 'unknown',
      revision: 1,
      createdAt: now(),
    };
    await records.transaction(async trx => {
      if (await portalStores(trx).instances.tryInsert(instance)) {
        await records.commit(trx, draftInstanceRecord(instance));
      }
    });
  }

  async #find(entityRef: string, environment: string) {
    const found = await this.options.stores.instances.findByEntities([
      entityRef,
    ]);
    return found.find(instance => instance.environment === environment);
  }
}
