import { type Verdict, verdicts } from './posture/Posture';

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
    verdicts.indexOf(verdict) > verdicts.indexOf(worst) ? verdict : worst,
  );
}
