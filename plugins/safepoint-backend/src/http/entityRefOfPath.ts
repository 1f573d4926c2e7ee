import { stringifyEntityRef } from '@backstage/catalog-model';

/** The catalog's form of a reference, in lower case. */
export function entityRefOfPath(path: {
  kind: string;
  namespace: string;
  name: string;
}): string {
  const { kind, namespace, name } = path;
  return stringifyEntityRef({ kind, namespace, name });
}
