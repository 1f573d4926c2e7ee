import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
  parseLocationRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  isPlatformLocation,
  type PolicyReading,
  type PolicySettings,
  readRecoveryPolicy,
  recoveryPolicyKind,
} from '@safepoint/backstage-plugin-safepoint-common';
import { chunksOf } from './chunksOf';
import { toGovernedEntity } from './governedEntity';
import type { PolicyMemory } from './PolicyMemory';

/** What is asked of the catalog. */
export interface PolicyCatalog {
  findMany(entityRefs: string[]): Promise<Map<string, Entity>>;
  findByKind(kind: string): Promise<Entity[]>;
}

/** The policies that there are; a new object whenever anything about them has changed. */
export type Policies = ReadonlyMap<string, PolicyReading>;

export interface CatalogViewOptions {
  catalog: PolicyCatalog;
  memory: PolicyMemory;
  locations: PolicySettings['locations'];
  logger: LoggerService;
  now: () => Date;
}

const freshForMilliseconds = 30_000;
const knownAtMost = 200_000;

/**
 * What the catalog says of policies and of what they are for: at most half a minute old while the catalog
 * answers. While it does not, what it said before stands, from memory or from the database, so that an
 * outage of the catalog weakens nothing.
 */
export class CatalogView {
  readonly #options: CatalogViewOptions;
  readonly #entities = new Map<string, { at: number; entity?: Entity }>();
  #policies?: { at: number; policies: Policies; text: string };
  #loading?: Promise<Policies>;

  constructor(options: CatalogViewOptions) {
    this.#options = options;
  }

  /** One look for all who ask at the same time. */
  async policies(): Promise<Policies> {
    const known = this.#policies;
    if (known && this.#isFresh(known.at)) return known.policies;
    this.#loading ??= this.#loadPolicies().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Those that are gone are as they were last; absent is what was never seen. */
  async entities(refs: string[]): Promise<Map<string, Entity>> {
    const unique = [...new Set(refs)];
    const wanted = unique.filter(ref => {
      const known = this.#entities.get(ref);
      return !known || !this.#isFresh(known.at);
    });
    for (const chunk of chunksOf(wanted)) await this.#loadEntities(chunk);
    return new Map(
      unique.flatMap(ref => {
        const entity = this.#entities.get(ref)?.entity;
        return entity ? [[ref, entity]] : [];
      }),
    );
  }

  async #loadPolicies(): Promise<Policies> {
    const { catalog, memory, now } = this.#options;
    const found = await this.#ask('policies', async () => {
      const all = await catalog.findByKind(recoveryPolicyKind);
      const ours = new Map(
        all
          .filter(entity => this.#isPlatforms(entity))
          .map(entity => [
            stringifyEntityRef(entity),
            toPolicyDocument(entity),
          ]),
      );
      const before = await memory.all('policy');
      await memory.forget([...before.keys()].filter(ref => !ours.has(ref)));
      await memory.keep('policy', ours, now());
      return ours;
    });
    if (!found && this.#policies) return this.#policies.policies;
    const documents = found ?? (await memory.all('policy'));
    const text = JSON.stringify([...documents]);
    const policies =
      this.#policies?.text === text
        ? this.#policies.policies
        : new Map(
            [...documents].map(([ref, entity]) => [
              ref,
              readRecoveryPolicy(entity),
            ]),
          );
    // What came from the database for want of the catalog is not fresh.
    this.#policies = { at: found ? now().getTime() : 0, policies, text };
    return policies;
  }

  async #loadEntities(refs: string[]): Promise<void> {
    const { catalog, memory, now } = this.#options;
    const at = now().getTime();
    const found = await this.#ask('entities', async () => {
      const entities = await catalog.findMany(refs);
      const governed = new Map(
        [...entities].map(([ref, entity]) => [ref, toGovernedEntity(entity)]),
      );
      await memory.keep('governed', governed, now());
      return governed;
    });
    const missing = refs.filter(ref =>
      found ? !found.has(ref) : !this.#entities.get(ref)?.entity,
    );
    const remembered = await memory.find(missing);
    if (this.#entities.size > knownAtMost) this.#entities.clear();
    for (const ref of refs) {
      const entity = found?.get(ref) ?? remembered.get(ref);
      if (found) this.#entities.set(ref, { at, entity });
      else if (entity) this.#entities.set(ref, { at: 0, entity });
    }
  }

  async #ask<T>(what: string, look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      this.#options.logger.warn(
        `The catalog could not be asked for ${what}; what it said before stands: ${error}`,
      );
      return undefined;
    }
  }

  /**
   * Beside the catalog's module, which keeps others out: one that came in before it did, or without it, must
   * not count either. The catalog overwrites these annotations with where it has read the entity.
   */
  #isPlatforms({ metadata }: Entity): boolean {
    return [ANNOTATION_LOCATION, ANNOTATION_ORIGIN_LOCATION].every(name => {
      const ref = metadata.annotations?.[name];
      if (!ref) return false;
      try {
        return isPlatformLocation(
          parseLocationRef(ref),
          this.#options.locations,
        );
      } catch {
        return false;
      }
    });
  }

  #isFresh(at: number): boolean {
    return this.#options.now().getTime() - at < freshForMilliseconds;
  }
}

function toPolicyDocument({
  apiVersion,
  kind,
  metadata,
  spec,
}: Entity): Entity {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}
