import type { BindableOperation } from './binding';

/** Why a project might be entitled to an entity. @public */
export type BindingGround =
  /** The entity itself names the project by its id. */
  | 'own-annotation'
  /** The entity itself names the project by its path, which another project can take over. */
  | 'own-slug'
  /** A dependent of the same owner names the project. */
  | 'dependent-of-same-owner';

/** @public */
export interface BindingProposal {
  status: 'proposed' | 'confirmed';
  origin: 'annotation' | 'config rule';
  operations: BindableOperation[];
}

/**
 * What becomes of a claim that has some ground. A rule on namespaces confirms only what the entity itself
 * says: who owns a dependent, and what it depends on, is written by the one who claims. A path that led to
 * another project before is left to a person as well.
 *
 * @public
 */
export function planProposal(input: {
  ground: BindingGround;
  /** Of the entity; a data store is never deployed. */
  isDataStore: boolean;
  /** What the rules allow the project's namespace in that environment. */
  allowedByRules: BindableOperation[];
  /** How many other projects of the same issuer the entity was bound to. */
  otherProjects: number;
}): BindingProposal {
  const operations: BindableOperation[] = input.isDataStore
    ? ['backup', 'drill']
    : ['backup', 'drill', 'deploy'];
  const confirmed = operations.filter(operation =>
    input.allowedByRules.includes(operation),
  );
  const trustworthy =
    input.ground === 'own-annotation' ||
    (input.ground === 'own-slug' && input.otherProjects === 0);
  return trustworthy && confirmed.length > 0
    ? { status: 'confirmed', origin: 'config rule', operations: confirmed }
    : { status: 'proposed', origin: 'annotation', operations };
}
