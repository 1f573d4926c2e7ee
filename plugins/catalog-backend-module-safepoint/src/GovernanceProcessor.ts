import {
  type Entity,
  getCompoundEntityRef,
  parseEntityRef,
} from '@backstage/catalog-model';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  type CatalogProcessor,
  type CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import {
  governingPolicies,
  type PolicySettings,
  SAFEPOINT_DRIVER_ANNOTATION,
} from '@safepoint/backstage-plugin-safepoint-common';
import { RELATION_GOVERNED_BY, RELATION_GOVERNS } from './relations';

/** Relates what can be governed to the policies that have a say in it. The relation shows; it decides nothing. */
export class GovernanceProcessor implements CatalogProcessor {
  constructor(private readonly selectors: PolicySettings['selectors']) {}

  getProcessorName(): string {
    return 'SafepointGovernanceProcessor';
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (!isGovernable(entity)) return entity;
    const source = getCompoundEntityRef(entity);
    for (const ref of governingPolicies(entity, this.selectors)) {
      const policy = parseEntityRef(ref);
      emit(
        processingResult.relation({
          source,
          type: RELATION_GOVERNED_BY,
          target: policy,
        }),
      );
      emit(
        processingResult.relation({
          source: policy,
          type: RELATION_GOVERNS,
          target: source,
        }),
      );
    }
    return entity;
  }
}

/** What is deployed, and what is saved. */
function isGovernable({ kind, metadata, spec }: Entity): boolean {
  const is = (name: string) => kind.toLocaleLowerCase('en-US') === name;
  return (
    is('component') ||
    metadata.annotations?.[SAFEPOINT_DRIVER_ANNOTATION] !== undefined ||
    (is('resource') &&
      String(spec?.type).toLocaleLowerCase('en-US') === 'database')
  );
}
