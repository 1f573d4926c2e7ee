import type { StoreInstance } from '@safepoint/backstage-plugin-safepoint-common';

/** The store instances that are known; the only place that makes new ones. */
export interface InstanceRegistry {
  /**
   * The instance of a data store in an environment, made (with its durable record) at the first call.
   * Throws an `InputError` that says what to do if the entity is no data store that a driver knows.
   */
  ensure(entityRef: string, environment: string): Promise<StoreInstance>;
  find(instanceId: string): Promise<StoreInstance | undefined>;
  findByEntity(
    entityRef: string,
    environment: string,
  ): Promise<StoreInstance | undefined>;
  /**
   * What a recovery point found its store to be. The first identity is accepted; another one later is
   * recorded as `changed`. Returns the instance as it is then.
   */
  recordIdentity(
    instanceId: string,
    identity: Record<string, string>,
  ): Promise<StoreInstance>;
}
