import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { DriverDescriptor } from '@safepoint/engine';
import type { StorageFactory } from './StorageFactory';

/** @public */
export interface SafepointStoragesExtensionPoint {
  /** Throws if the type is there already. `filesystem` and `s3` are built in. */
  addStorage(factory: StorageFactory): void;
}

/** Where the bytes of recovery points may land. @public */
export const safepointStoragesExtensionPoint =
  createExtensionPoint<SafepointStoragesExtensionPoint>({
    id: 'safepoint.storages',
  });

/** @public */
export interface SafepointDriversExtensionPoint {
  /** Throws if the name is there already. `postgres` is built in. */
  addDriver(descriptor: DriverDescriptor): void;
}

/** What the portal knows of the kinds of data stores; their code runs in the agent only. @public */
export const safepointDriversExtensionPoint =
  createExtensionPoint<SafepointDriversExtensionPoint>({
    id: 'safepoint.drivers',
  });
