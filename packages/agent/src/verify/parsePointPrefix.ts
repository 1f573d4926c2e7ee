import { SafepointError } from '@safepoint/engine';

/** What a recovery point's place says that it is. */
export interface PointPlace {
  prefix: string;
  id: string;
  entityRef: string;
  environment: string;
}

/** Parses `<namespace>/<kind>/<name>/<environment>/<id>`. */
export function parsePointPrefix(text: string): PointPlace {
  const prefix = text.replace(/^\/+|\/+$/g, '');
  const parts = prefix.split('/');
  const [namespace, kind, name, environment, id] = parts;
  if (parts.length !== 5 || parts.some(part => !part || part.startsWith('.'))) {
    throw new SafepointError({
      kind: 'usage',
      message: `'${text}' is no recovery point's folder. Write namespace/kind/name/environment/id, as the Recovery tab shows it, for example default/resource/orders-db/production/01JD0000000000000000000000.`,
    });
  }
  return { prefix, id, entityRef: `${kind}:${namespace}/${name}`, environment };
}
