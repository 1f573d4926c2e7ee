import { measureObjective, type Objectives } from '../objectives';
import { decideVerdict } from './decideVerdict';
import { judgeCoverage } from './judgeCoverage';
import { judgeDeployments } from './judgeDeployments';
import { judgeIdentity } from './judgeIdentity';
import { judgeProof } from './judgeProof';
import { judgeRecoveryTime } from './judgeRecoveryTime';
import { judgeStoredBytes } from './judgeStoredBytes';
import { secondsBetween } from './moments';
import { newestAvailable } from './newestAvailable';
import { newestProof, type Proof } from './newestProof';
import { nextChange } from './nextChange';
import type { Posture, PostureInput } from './Posture';
import { worstFirst } from './Reason';

/**
 * Whether a store instance could be recovered as its objectives demand, with a reason for everything
 * that speaks for or against it. What never happened is its own state and is never healthy.
 *
 * Between `now` and `changesAt` nothing but ages changes: `postureAsOf` tells them without deciding again.
 *
 * @public
 */
export function decidePosture(input: PostureInput): Posture {
  const newest = newestAvailable(input.points);
  const proof = newestProof(input, newest);
  const rpo = measureObjective(
    input.objectives.rpoSeconds,
    newest && secondsBetween(newest.stateAt, input.now),
  );
  const rto = measureObjective(
    input.objectives.rtoSeconds,
    proof?.drill.recoverySeconds,
  );
  const verified = measureProof(input.objectives, proof, input.now);
  const reasons = [
    ...judgeCoverage(input, newest, rpo),
    ...judgeProof(input, proof, verified),
    ...judgeRecoveryTime(proof?.drill, rto),
    ...judgeStoredBytes(input),
    ...judgeIdentity(input.instance),
    ...judgeDeployments(input),
  ].sort(worstFirst);
  return {
    verdict: decideVerdict(input, newest, reasons),
    reasons,
    rpo,
    rto,
    verified,
    ...(newest && { newestStateAt: newest.stateAt }),
    ...(proof && {
      verifiedLevel: proof.drill.level,
      verifiedAt: proof.drill.finishedAt,
      verifiedRecoveryPointId: proof.drill.recoveryPointId,
    }),
    ...nextChange(input, newest, proof),
  };
}

function measureProof(
  { verifiedWithinSeconds }: Objectives,
  proof: Proof | undefined,
  now: Date,
) {
  const measured = measureObjective(
    verifiedWithinSeconds,
    proof && secondsBetween(proof.drill.finishedAt, now),
  );
  const isVoid = proof !== undefined && proof.moves.length > 0;
  return isVoid ? { ...measured, met: false } : measured;
}
