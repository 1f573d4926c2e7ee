import type { Driver } from '@safepoint/engine';
import { postgresDriver } from './postgres/PostgresDriver';

/** Every driver, by name. @public */
export const drivers: ReadonlyMap<string, Driver> = new Map(
  [postgresDriver].map(driver => [driver.descriptor.name, driver]),
);
