import {
  type Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
} from '@backstage/catalog-model';
import { SAFEPOINT_POLICY_ANNOTATION } from '@safepoint/backstage-plugin-safepoint-common';

const decisiveSpec = ['type', 'lifecycle', 'owner', 'system'];
const decisiveRelations = [RELATION_OWNED_BY, RELATION_PART_OF];

/** Of an entity only what policies are decided by, which is little enough to keep for all that there are. */
export function toGovernedEntity(entity: Entity): Entity {
  const { name, namespace, tags, annotations } = entity.metadata;
  const policy = annotations?.[SAFEPOINT_POLICY_ANNOTATION];
  return {
    apiVersion: entity.apiVersion,
    kind: entity.kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(tags && { tags }),
      ...(policy && { annotations: { [SAFEPOINT_POLICY_ANNOTATION]: policy } }),
    },
    spec: Object.fromEntries(
      Object.entries(entity.spec ?? {}).filter(([key]) =>
        decisiveSpec.includes(key),
      ),
    ),
    relations: (entity.relations ?? []).filter(({ type }) =>
      decisiveRelations.includes(type),
    ),
  };
}
