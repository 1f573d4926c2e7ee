import { entityName } from './entityName';

/** What people call a data store: its entity's title, otherwise its name. */
export function storeName(instance: {
  entityRef: string;
  title?: string;
}): string {
  return instance.title ?? entityName(instance.entityRef);
}
