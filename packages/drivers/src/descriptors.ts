/**
 * Descriptors of all drivers: data only, so that the portal loads no driver's code.
 *
 * @packageDocumentation
 */
import type { DriverDescriptor } from '@safepoint/engine';
import { postgresDescriptor } from './postgres/descriptor';

export { postgresDescriptor };

/** Every driver that exists, by name. @public */
export const driverDescriptors: ReadonlyMap<string, DriverDescriptor> = new Map(
  [postgresDescriptor].map(descriptor => [descriptor.name, descriptor]),
);
