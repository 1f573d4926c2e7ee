import type { AuthService } from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  GITLAB_PROJECT_ID_ANNOTATION,
  GITLAB_PROJECT_SLUG_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';
import { isDataStore } from './dataStore';

/**
 * What the portal asks the catalog, as itself: what it answers is for decisions of its own and is shown to
 * nobody who may not see it. The catalog proposes; none of this grants anything.
 */
export class EntityDirectory {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  async find(entityRef: string): Promise<Entity | undefined> {
    return (await this.findMany([entityRef])).get(entityRef);
  }

  async findMany(entityRefs: string[]): Promise<Map<string, Entity>> {
    const unique = [...new Set(entityRefs)];
    if (unique.length === 0) return new Map();
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: unique },
      await this.#asPortal(),
    );
    return new Map(
      unique.flatMap((ref, index) => {
        const entity = items[index];
        return entity ? [[ref, entity]] : [];
      }),
    );
  }

  /** The data stores that an entity depends on, and itself if it is one. */
  async findStoresOf(entity: Entity): Promise<Entity[]> {
    const refs = relationsOf(entity, RELATION_DEPENDS_ON);
    const targets = await this.findMany(refs);
    return [entity, ...targets.values()].filter(isDataStore);
  }

  /** What depends on a data store, other data stores excepted. */
  async findDependentsOf(store: Entity): Promise<Entity[]> {
    const refs = relationsOf(store, RELATION_DEPENDENCY_OF);
    const dependents = await this.findMany(refs);
    return [...dependents.values()].filter(entity => !isDataStore(entity));
  }

  /** Entities whose annotations name a project, by id or by path. */
  async findByProject(project: {
    id: string;
    path?: string;
  }): Promise<Entity[]> {
    const byId = `metadata.annotations.${GITLAB_PROJECT_ID_ANNOTATION}`;
    const bySlug = `metadata.annotations.${GITLAB_PROJECT_SLUG_ANNOTATION}`;
    const { items } = await this.#catalog.getEntities(
      {
        filter: [
          { [byId]: project.id },
          ...(project.path ? [{ [bySlug]: project.path }] : []),
        ],
      },
      await this.#asPortal(),
    );
    return items;
  }

  async findByKind(kind: string): Promise<Entity[]> {
    const { items } = await this.#catalog.getEntities(
      { filter: { kind } },
      await this.#asPortal(),
    );
    return items;
  }

  async #asPortal() {
    return { credentials: await this.#auth.getOwnServiceCredentials() };
  }
}

/** Full references in lower case, as the catalog's relations hold them. */
export function relationsOf(entity: Entity, type: string): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef);
}

export function ownersOf(entity: Entity): string[] {
  return relationsOf(entity, RELATION_OWNED_BY);
}

export function refOf(entity: Entity): string {
  return stringifyEntityRef(entity);
}
