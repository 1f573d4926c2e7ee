import type { Entity } from '@backstage/catalog-model';
import { SAFEPOINT_DRIVER_ANNOTATION } from '@safepoint/backstage-plugin-safepoint-common';

/**
 * Whether an entity holds data that ought to be recoverable: it names its driver, or it is a Resource of
 * type `database`. One without a driver is shown as never saved, which it is.
 */
export function isDataStore(entity: Entity): boolean {
  if (driverOf(entity)) return true;
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
    String(entity.spec?.type).toLocaleLowerCase('en-US') === 'database'
  );
}

export function driverOf(entity: Entity): string | undefined {
  return entity.metadata.annotations?.[SAFEPOINT_DRIVER_ANNOTATION];
}
