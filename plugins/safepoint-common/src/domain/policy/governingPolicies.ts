import type { Entity } from '@backstage/catalog-model';
import { readPolicyName, SAFEPOINT_POLICY_ANNOTATION } from './policyRef';
import { type PolicySelector, selectorMatches } from './PolicySelector';

/** The policies that have a say in an entity in any environment, by reference, whether they exist or not. @public */
export function governingPolicies(
  entity: Entity,
  selectors: readonly PolicySelector[],
): string[] {
  const annotation = entity.metadata.annotations?.[SAFEPOINT_POLICY_ANNOTATION];
  const annotated = annotation && readPolicyName(annotation);
  const matching = selectors.filter(selector =>
    selectorMatches(selector, entity),
  );
  // Behind one that holds in every environment no other gets its turn.
  const last = matching.findIndex(({ match }) => !match.environment);
  const selected = last < 0 ? matching : matching.slice(0, last + 1);
  return [
    ...new Set([
      ...selected.map(({ policy }) => policy),
      ...(annotated ? [annotated] : []),
    ]),
  ];
}
