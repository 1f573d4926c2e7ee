import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
} from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  type EntityPostureView,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { isDataStore } from '../catalog/dataStore';
import { type EntityDirectory, relationsOf } from '../catalog/EntityDirectory';
import type { StoreInstanceStore } from '../database/StoreInstanceStore';
import type { Heartbeats } from '../health/Heartbeats';
import type { Authorizer } from '../permissions/Authorizer';
import { describeEntityPosture } from './describeEntityPosture';
import { findDependents } from './findDependents';
import type { PostureReader } from './PostureReader';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface EntityPosturesOptions {
  stores: { instances: StoreInstanceStore };
  directory: EntityDirectory;
  authorizer: Authorizer;
  postures: Pick<PostureReader, 'read'>;
  heartbeats: Pick<Heartbeats, 'findStandstill'>;
  isProduction: (environment: string) => boolean;
  now?: () => Date;
}

/**
 * The posture of a data store, of a service over the data stores that it depends on, and of a system over its
 * parts. Nobody is told of a store, or of a part, that they may not see.
 */
export class EntityPostures {
  constructor(private readonly options: EntityPosturesOptions) {}

  async get(
    entityRef: string,
    credentials: UserCredentials,
  ): Promise<EntityPostureView> {
    const { directory, stores, postures, heartbeats } = this.options;
    const entity = await directory.find(entityRef);
    const [visible] = await this.#filterVisible([entityRef], credentials);
    if (!entity || !visible) {
      throw new NotFoundError(`There is no entity ${entityRef}.`);
    }
    const parts = await this.#findParts(entityRef, entity, credentials);
    const found = await this.#findStores(parts);
    const seen = new Set(
      await this.#filterVisible([...found.keys()], credentials),
    );
    const visibleStores = new Map([...found].filter(([ref]) => seen.has(ref)));
    const refs = [...visibleStores.keys()];
    const instances = await stores.instances.findByEntities(refs);
    const dependents = await findDependents(directory, refs);
    return describeEntityPosture({
      entityRef,
      stores: visibleStores,
      instances,
      postures: await postures.read(instances, [...dependents.values()].flat()),
      through: storeRef =>
        [...parts]
          .filter(
            ([ref, part]) =>
              ref !== entityRef &&
              relationsOf(part, RELATION_DEPENDS_ON).includes(storeRef),
          )
          .map(([ref]) => ref),
      standstill: await heartbeats.findStandstill(),
      isProduction: this.options.isProduction,
      now: this.options.now?.() ?? new Date(),
    });
  }

  /** The entity itself, or of a system the parts that the caller may see. */
  async #findParts(
    entityRef: string,
    entity: Entity,
    credentials: UserCredentials,
  ): Promise<Map<string, Entity>> {
    if (entity.kind.toLocaleLowerCase('en-US') !== 'system') {
      return new Map([[entityRef, entity]]);
    }
    const refs = relationsOf(entity, RELATION_HAS_PART);
    const visible = await this.#filterVisible(refs, credentials);
    return this.options.directory.findMany(visible);
  }

  async #findStores(parts: Map<string, Entity>): Promise<Map<string, Entity>> {
    const named = [...parts.values()].flatMap(part =>
      relationsOf(part, RELATION_DEPENDS_ON),
    );
    const targets = await this.options.directory.findMany(named);
    return new Map(
      [...parts, ...targets].filter(([, entity]) => isDataStore(entity)),
    );
  }

  async #filterVisible(
    refs: string[],
    credentials: UserCredentials,
  ): Promise<string[]> {
    const answers = await this.options.authorizer.mayEach(
      refs.map(resourceRef => ({
        permission: safepointInstanceReadPermission,
        resourceRef,
      })),
      credentials,
    );
    return refs.filter((_, index) => answers[index]);
  }
}
