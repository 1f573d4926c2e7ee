import type {
  SafepointDriversExtensionPoint,
  SafepointStoragesExtensionPoint,
  StorageFactory,
} from '@safepoint/backstage-plugin-safepoint-node';
import { driverDescriptors } from '@safepoint/drivers/descriptors';
import type { DriverDescriptor } from '@safepoint/engine';
import { filesystemStorageFactory } from './storage/filesystemStorageFactory';
import { s3StorageFactory } from './storage/s3StorageFactory';

/** Storages and drivers: the built-in ones, and what modules add. */
export class Extensions
  implements SafepointStoragesExtensionPoint, SafepointDriversExtensionPoint
{
  readonly storages = new Map<string, StorageFactory>();
  readonly drivers = new Map<string, DriverDescriptor>();

  constructor() {
    this.addStorage(filesystemStorageFactory);
    this.addStorage(s3StorageFactory);
    driverDescriptors.forEach(descriptor => this.addDriver(descriptor));
  }

  addStorage(factory: StorageFactory): void {
    if (this.storages.has(factory.type)) {
      throw new Error(`There is a storage of type '${factory.type}' already.`);
    }
    this.storages.set(factory.type, factory);
  }

  addDriver(descriptor: DriverDescriptor): void {
    if (this.drivers.has(descriptor.name)) {
      throw new Error(`There is a driver '${descriptor.name}' already.`);
    }
    this.drivers.set(descriptor.name, descriptor);
  }
}
