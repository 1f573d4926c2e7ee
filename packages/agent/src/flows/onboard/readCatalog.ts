import { parseAllDocuments } from 'yaml';

interface Entity {
  kind?: string;
  metadata?: {
    name?: string;
    namespace?: string;
    annotations?: Record<string, string>;
  };
  spec?: { type?: string; dependsOn?: string[] };
}

/** A service and the data stores that it depends on, as full references. */
export interface CatalogAnswer {
  component: string;
  stores: string[];
}

/** What the catalog file of a repository says, or what is the matter with it. */
export function readCatalog(
  text: string,
  wanted: string | undefined,
): CatalogAnswer | { problems: string[] } {
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors);
  if (broken.length > 0) {
    return {
      problems: broken.map(error => `catalog-info.yaml: ${error.message}`),
    };
  }
  const entities = documents
    .map(document => document.toJS() as Entity | null)
    .filter((entity): entity is Entity => Boolean(entity?.metadata?.name));
  const components = entities.filter(isComponent);
  const component = wanted
    ? components.find(entity => referenceOf(entity) === wanted)
    : components[0];
  if (!component || (!wanted && components.length > 1)) {
    return { problems: [describeChoice(components.map(referenceOf), wanted)] };
  }
  const stores = findStores(component, entities);
  if (stores.length === 0) {
    return {
      problems: [
        `catalog-info.yaml: ${referenceOf(
          component,
        )} depends on no data store. Add it to spec.dependsOn, such as resource:default/orders-db.`,
      ],
    };
  }
  return { component: referenceOf(component), stores };
}

function isComponent({ kind }: Entity): boolean {
  return kind?.toLowerCase() === 'component';
}

function referenceOf({ kind, metadata }: Entity): string {
  return `${kind}:${metadata?.namespace ?? 'default'}/${
    metadata?.name
  }`.toLowerCase();
}

function describeChoice(known: string[], wanted: string | undefined): string {
  if (known.length === 0) return 'catalog-info.yaml holds no component.';
  const list = known.join(', ');
  return wanted
    ? `catalog-info.yaml holds no ${wanted}; there are ${list}.`
    : `catalog-info.yaml holds several components: ${list}. Say which by --component.`;
}

/** A resource described in the same file counts only where it is a data store by its own words. */
function findStores(component: Entity, entities: Entity[]): string[] {
  const described = new Map(
    entities.map(entity => [referenceOf(entity), entity]),
  );
  const namespace = component.metadata?.namespace ?? 'default';
  return (component.spec?.dependsOn ?? [])
    .map(reference => completeReference(reference, namespace))
    .filter(reference => reference.startsWith('resource:'))
    .filter(reference => {
      const entity = described.get(reference);
      if (!entity) return true;
      return (
        entity.metadata?.annotations?.['safepoint.dev/driver'] !== undefined ||
        entity.spec?.type === 'database'
      );
    });
}

function completeReference(reference: string, namespace: string): string {
  const [kind, rest] = reference.toLowerCase().split(':');
  if (rest === undefined) return reference.toLowerCase();
  return rest.includes('/')
    ? `${kind}:${rest}`
    : `${kind}:${namespace}/${rest}`;
}
