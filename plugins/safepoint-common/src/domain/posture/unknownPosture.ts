import type { Objectives } from '../objectives';
import { momentPart, phrase } from '../phrase';
import type { Posture } from './Posture';
import { reason } from './Reason';

/** What is said of an instance when nobody can find out: never anything healthy. @public */
export function unknownPosture(
  { rpoSeconds, rtoSeconds, verifiedWithinSeconds }: Objectives,
  lastKnownAt?: Date,
): Posture {
  const why = lastKnownAt
    ? phrase`The posture could not be found out; it was last known ${momentPart(
        lastKnownAt,
        'at',
      )}.`
    : phrase`The posture could not be found out yet.`;
  const unmeasured = (targetSeconds: number) => ({ targetSeconds, met: false });
  return {
    verdict: 'unknown',
    reasons: [reason('posture-unknown', 'critical', why, lastKnownAt)],
    rpo: unmeasured(rpoSeconds),
    rto: unmeasured(rtoSeconds),
    verified: unmeasured(verifiedWithinSeconds),
  };
}
