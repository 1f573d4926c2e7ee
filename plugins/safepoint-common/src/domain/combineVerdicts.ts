import type { Verdict } from './posture';

/** Best first. What was never saved is worse than what can no longer be restored as demanded. */
const order: Verdict[] = ['protected', 'at-risk', 'unprotected', 'never'];

/**
 * The verdict of an environment: its worst instance's. Without any it is `never`; a data store for which
 * nothing was ever recorded keeps the others from looking healthy.
 *
 * @public
 */
export function combineVerdicts(input: {
  instances: Verdict[];
  /** Whether the entity depends on a data store that has no instance anywhere. */
  anyUncovered: boolean;
}): Verdict {
  if (input.instances.length === 0) return 'never';
  const floor: Verdict[] = input.anyUncovered ? ['unprotected'] : [];
  return [...input.instances, ...floor].reduce((worst, verdict) =>
    order.indexOf(verdict) > order.indexOf(worst) ? verdict : worst,
  );
}
