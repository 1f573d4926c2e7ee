import { InputError, NotFoundError } from '@backstage/errors';
import { SAFEPOINT_DRIVER_ANNOTATION } from '@safepoint/backstage-plugin-safepoint-common';
import type { DriverDescriptor } from '@safepoint/engine';
import { ulid } from 'ulid';
import { driverOf } from '../catalog/dataStore';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { portalStores, type PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { draftInstanceRecord, type DurableRecords } from '../records';
import { instanceIdOf } from './instanceIdOf';
import type { InstanceRegistry } from './InstanceRegistry';
import { judgeIdentity } from './judgeIdentity';

export interface DatabaseInstanceRegistryOptions {
  stores: PortalStores;
  records: DurableRecords;
  directory: EntityDirectory;
  drivers: Map<string, DriverDescriptor>;
  /** Told of each new instance once it is there; what a crash keeps from it is found by whoever looks at all. */
  onMade?: (instance: StoredInstance) => Promise<void>;
}

/** The registry on the table `store_instances`, each change a durable record. */
export class DatabaseInstanceRegistry implements InstanceRegistry {
  readonly #options: DatabaseInstanceRegistryOptions;

  constructor(options: DatabaseInstanceRegistryOptions) {
    this.#options = options;
  }

  async ensure(entityRef: string, environment: string) {
    const known = await this.findByEntity(entityRef, environment);
    if (known) return known;
    const instance: StoredInstance = {
      id: await this.#newId(entityRef, environment),
      entityRef,
      environment,
      driver: await this.#readDriver(entityRef),
      identityStatus: 'unknown',
      revision: 1,
      createdAt: new Date(),
    };
    const { records } = this.#options;
    const isNew = await records.transaction(async trx => {
      const inserted = await portalStores(trx).instances.tryInsert(instance);
      if (inserted) await records.commit(trx, draftInstanceRecord(instance));
      return inserted;
    });
    if (isNew) await this.#options.onMade?.(instance);
    const made = await this.findByEntity(entityRef, environment);
    if (!made) {
      throw new NotFoundError(`Store instance ${instance.id} was not kept.`);
    }
    return made;
  }

  async find(instanceId: string) {
    return this.#options.stores.instances.find(instanceId);
  }

  async findByEntity(entityRef: string, environment: string) {
    const { instances } = this.#options.stores;
    const found = await instances.findByEntities([entityRef]);
    return found.find(instance => instance.environment === environment);
  }

  async recordIdentity(instanceId: string, identity: Record<string, string>) {
    const instance = await this.#options.stores.instances.find(instanceId);
    if (!instance) {
      throw new NotFoundError(`There is no store instance ${instanceId}.`);
    }
    const change = judgeIdentity(instance, identity);
    if (!change) return instance;
    const { records } = this.#options;
    return records.transaction(async trx => {
      const changed = await portalStores(trx).instances.update(
        instance,
        change,
      );
      await records.commit(trx, draftInstanceRecord(changed));
      return changed;
    });
  }

  /** Another one only if the instance of that name has another name by now. */
  async #newId(entityRef: string, environment: string): Promise<string> {
    const id = instanceIdOf(entityRef, environment);
    return (await this.find(id)) ? ulid() : id;
  }

  async #readDriver(entityRef: string): Promise<string> {
    const { directory, drivers } = this.#options;
    const entity = await directory.find(entityRef);
    const driver = entity && driverOf(entity);
    if (!driver) {
      throw new InputError(
        `${entityRef} is no data store that the portal can save. Check its name, and add the annotation ${SAFEPOINT_DRIVER_ANNOTATION} (${[
          ...drivers.keys(),
        ].join(', ')}) to its entity.`,
      );
    }
    if (!drivers.has(driver)) {
      throw new InputError(
        `${entityRef} names the driver '${driver}', which the portal does not know; it knows ${[
          ...drivers.keys(),
        ].join(', ')}.`,
      );
    }
    return driver;
  }
}
