import { combineVerdicts } from '../combineVerdicts';
import { phrase, phraseText } from '../phrase';
import type { Posture, Verdict } from './Posture';
import { reason, type Reason, worstFirst } from './Reason';

/** The posture of one store instance among those of a service or a system. @public */
export interface StorePosture {
  entityRef: string;
  environment: string;
  /** What people call it. */
  name: string;
  posture: Posture;
}

/** A reason, and which data store it is about. @public */
export interface StoreReason extends Reason {
  entityRef: string;
}

/** @public */
export interface CombinedPosture {
  verdict: Verdict;
  /** Worst first; what is fine is left out unless everything is. Each names its data store. */
  reasons: StoreReason[];
  changesAt?: Date;
}

/**
 * The posture of what depends on several data stores, in one environment: the worst one's, with every
 * reason that is not fine. A store for which nothing was ever recorded is a reason of its own.
 *
 * @public
 */
export function combinePostures(input: {
  stores: StorePosture[];
  /** Data stores that have no instance anywhere. */
  uncovered: { entityRef: string; name: string }[];
}): CombinedPosture {
  const { stores, uncovered } = input;
  const all = [
    ...stores.flatMap(listReasons),
    ...uncovered.map(({ entityRef, name }) => ({
      entityRef,
      ...reason(
        'never-saved',
        'critical',
        phrase`${name}: Nothing was ever recorded.`,
      ),
    })),
  ].sort(worstFirst);
  const wrong = all.filter(({ severity }) => severity !== 'ok');
  const changes = stores
    .map(({ posture }) => posture.changesAt)
    .filter((moment): moment is Date => moment !== undefined);
  return {
    verdict: combineVerdicts({
      instances: stores.map(({ posture }) => posture.verdict),
      anyUncovered: uncovered.length > 0,
    }),
    reasons: wrong.length > 0 ? wrong : all,
    ...(changes.length > 0 && {
      changesAt: changes.reduce((a, b) => (a < b ? a : b)),
    }),
  };
}

function listReasons({ entityRef, name, posture }: StorePosture) {
  return posture.reasons.map(one => {
    const named = phrase`${name}: ${one.phrase}`;
    return { ...one, entityRef, phrase: named, message: phraseText(named) };
  });
}
