/** Where the objects of one instance or component live: `<namespace>/<kind>/<name>/<environment>`. @public */
export function entityPrefix(entityRef: string, environment: string): string {
  const match = /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(entityRef);
  if (!match) {
    throw new Error(
      `'${entityRef}' is no full entity reference; write kind:namespace/name.`,
    );
  }
  const [, kind, namespace, name] = match;
  return [namespace, kind, name, environment].join('/');
}

/** Folder of one recovery point. @public */
export function recoveryPointPrefix(
  entityRef: string,
  environment: string,
  id: string,
): string {
  return `${entityPrefix(entityRef, environment)}/${id}`;
}

/** Key of one revision of a durable record; create-only, so one writer wins a revision. @public */
export function durableRecordKey(record: {
  entityRef: string;
  environment: string;
  type: string;
  id: string;
  revision: number;
}): string {
  const revision = String(record.revision).padStart(6, '0');
  return `${entityPrefix(record.entityRef, record.environment)}/records/${
    record.type
  }-${record.id}-${revision}.json`;
}
