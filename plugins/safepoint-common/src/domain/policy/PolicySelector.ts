import {
  type Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';

/** @public */
export const policySelectorKeys = [
  'kind',
  'type',
  'lifecycle',
  'tags',
  'owner',
  'system',
  'environment',
] as const;

/** @public */
export type PolicySelectorKey = (typeof policySelectorKeys)[number];

/**
 * Gives a policy to what matches: every key that is there must match, by any of its values, except
 * `tags`, which an entity must have all of.
 *
 * @public
 */
export interface PolicySelector {
  match: Partial<Record<PolicySelectorKey, string[]>>;
  /** Reference of the policy. */
  policy: string;
}

/** Whether an entity is one that the selector means; without an environment, in any. @public */
export function selectorMatches(
  { match }: PolicySelector,
  entity: Entity,
  environment?: string,
): boolean {
  return policySelectorKeys.every(key => {
    const wanted = match[key];
    if (!wanted) return true;
    if (key === 'environment' && environment === undefined) return true;
    const has = valuesOf(entity, key, environment);
    const isThere = (value: string) => has.includes(normalize(key, value));
    return key === 'tags' ? wanted.every(isThere) : wanted.some(isThere);
  });
}

function valuesOf(
  entity: Entity,
  key: PolicySelectorKey,
  environment: string | undefined,
): string[] {
  const { metadata, spec = {}, relations = [] } = entity;
  const related = (type: string, said: unknown) => {
    const targets = relations
      .filter(relation => relation.type === type)
      .map(({ targetRef }) => targetRef);
    return targets.length > 0 || typeof said !== 'string' ? targets : [said];
  };
  const values: Record<PolicySelectorKey, unknown[]> = {
    kind: [entity.kind],
    type: [spec.type],
    lifecycle: [spec.lifecycle],
    tags: metadata.tags ?? [],
    owner: related(RELATION_OWNED_BY, spec.owner),
    system: related(RELATION_PART_OF, spec.system),
    environment: [environment],
  };
  return values[key]
    .filter((value): value is string => typeof value === 'string')
    .map(value => normalize(key, value, entity));
}

const refDefaults: Partial<Record<PolicySelectorKey, string>> = {
  owner: 'group',
  system: 'system',
};

function normalize(
  key: PolicySelectorKey,
  value: string,
  entity?: Entity,
): string {
  const defaultKind = refDefaults[key];
  if (!defaultKind) return value.toLocaleLowerCase('en-US');
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind,
        // What an entity says of itself is short for its own namespace.
        defaultNamespace: entity && getCompoundEntityRef(entity).namespace,
      }),
    );
  } catch {
    return value.toLocaleLowerCase('en-US');
  }
}
