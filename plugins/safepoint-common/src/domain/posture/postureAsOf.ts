import type { Objective } from '../objectives';
import { phraseText, renewAges } from '../phrase';
import { secondsBetween } from './moments';
import type { Posture } from './Posture';

/**
 * A posture that was decided before, its ages as of `now`. It holds only before `changesAt`; from then on
 * somebody has to decide again.
 *
 * @public
 */
export function postureAsOf(posture: Posture, now: Date): Posture {
  const { rpo, verified, newestStateAt, verifiedAt } = posture;
  return {
    ...posture,
    rpo: renewObjective(rpo, newestStateAt, now),
    verified: renewObjective(verified, verifiedAt, now),
    reasons: posture.reasons.map(reason => {
      const phrase = renewAges(reason.phrase, now);
      return { ...reason, phrase, message: phraseText(phrase) };
    }),
  };
}

function renewObjective(
  objective: Objective,
  since: Date | undefined,
  now: Date,
): Objective {
  return since
    ? { ...objective, achievedSeconds: secondsBetween(since, now) }
    : objective;
}
