import { ENTITY_STATUS_CATALOG_PROCESSING_TYPE } from '@backstage/catalog-client';
import {
  type Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  type CatalogProcessor,
  type CatalogProcessorCache,
  type CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import type { JsonObject } from '@backstage/types';
import {
  isPlatformLocation,
  type PolicyProblem,
  type PolicySettings,
  readRecoveryPolicy,
  recoveryPolicyKind,
} from '@safepoint/backstage-plugin-safepoint-common';

const lastGood = 'last-good';

interface LastGood extends JsonObject {
  spec: JsonObject;
  owner: string;
}

/**
 * Takes policies from the platform's locations and from nowhere else.
 *
 * The locations that a processor is told are those that the catalog itself read: what an entity's
 * `managed-by-location` annotations say is overwritten by the catalog before it gets here. Both must be the
 * platform's: where the document is, and where the chain that led to it began.
 *
 * A policy that is not valid is still an entity, so that all that is wrong is shown on its page. What
 * counts then is its last good version, which the catalog keeps for the processor; where there was none, the
 * readers of policies find for themselves that this one is not valid.
 */
export class RecoveryPolicyProcessor implements CatalogProcessor {
  constructor(private readonly locations: PolicySettings['locations']) {}

  getProcessorName(): string {
    return 'SafepointRecoveryPolicyProcessor';
  }

  /** Before anything else, so that a stranger's document is not even read. */
  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
    _emit: CatalogProcessorEmit,
    originLocation: LocationSpec,
  ): Promise<Entity> {
    if (isRecoveryPolicy(entity)) {
      this.#requirePlatform(location, originLocation);
    }
    return entity;
  }

  async validateEntityKind(entity: Entity): Promise<boolean> {
    return isRecoveryPolicy(entity);
  }

  /** At the end, since the catalog's own checks refuse an entity that comes with a status. */
  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
    cache: CatalogProcessorCache,
  ): Promise<Entity> {
    if (!isRecoveryPolicy(entity)) return entity;
    const reading = readRecoveryPolicy(entity);
    const before = await cache.get<LastGood>(lastGood);
    if (reading.outcome === 'valid') {
      const { owner } = reading.policy;
      await cache.set(lastGood, { spec: entity.spec ?? {}, owner });
      emitOwner(entity, owner, emit);
      return entity;
    }
    if (before) emitOwner(entity, before.owner, emit);
    return {
      ...entity,
      spec: before?.spec ?? entity.spec,
      status: {
        items: [describeProblems(reading.problems, before !== undefined)],
      },
      // The catalog's type leaves out what its stitcher adds to.
    } as Entity;
  }

  #requirePlatform(location: LocationSpec, origin: LocationSpec): void {
    const foreign = [location, origin].find(
      one => !isPlatformLocation(one, this.locations),
    );
    if (!foreign) return;
    throw new NotAllowedError(
      `Recovery policies are not taken from ${foreign.type}:${foreign.target}. Put the policy where the platform keeps its policies, or let the platform add the place to safepoint.policies.locations.`,
    );
  }
}

function isRecoveryPolicy({ kind }: Entity): boolean {
  return (
    kind.toLocaleLowerCase('en-US') ===
    recoveryPolicyKind.toLocaleLowerCase('en-US')
  );
}

function emitOwner(
  entity: Entity,
  owner: string,
  emit: CatalogProcessorEmit,
): void {
  const self = getCompoundEntityRef(entity);
  const target = parseEntityRef(owner);
  emit(
    processingResult.relation({
      source: self,
      type: RELATION_OWNED_BY,
      target,
    }),
  );
  emit(
    processingResult.relation({
      source: target,
      type: RELATION_OWNER_OF,
      target: self,
    }),
  );
}

function describeProblems(problems: PolicyProblem[], hasLastGood: boolean) {
  const list = problems
    .map(({ path, message }) => `- ${path}: ${message}`)
    .join('\n');
  const message = `The policy is not valid:\n${list}\n${
    hasLastGood
      ? 'Its last good version stays in force, and is what this page shows.'
      : 'It is not in force; what it was to govern has the safe default.'
  }`;
  return {
    type: ENTITY_STATUS_CATALOG_PROCESSING_TYPE,
    level: 'error',
    message,
    error: { name: 'InputError', message },
  };
}
