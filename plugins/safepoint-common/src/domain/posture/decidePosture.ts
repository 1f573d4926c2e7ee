import { measureObjective } from '../objectives';
import { decideVerdict } from './decideVerdict';
import { judgeCoverage } from './judgeCoverage';
import { judgeDeployments } from './judgeDeployments';
import { judgeIdentity } from './judgeIdentity';
import { judgeProof } from './judgeProof';
import { judgeRecoveryTime } from './judgeRecoveryTime';
import { judgeStoredBytes } from './judgeStoredBytes';
import { secondsBetween } from './moments';
import { newestAvailable } from './newestAvailable';
import { newestProof } from './newestProof';
import { nextChange } from './nextChange';
import type { Posture, PostureInput } from './Posture';
import type { Reason } from './Reason';

/**
 * Whether a store instance could be recovered as its objectives demand, with a reason for everything
 * that speaks for or against it. What never happened is its own state and is never healthy.
 *
 * @public
 */
export function decidePosture(input: PostureInput): Posture {
  const newest = newestAvailable(input.points);
  const proof = newestProof(input);
  const rpo = measureObjective(
    input.objectives.rpoSeconds,
    newest && secondsBetween(newest.stateAt, input.now),
  );
  const rto = measureObjective(
    input.objectives.rtoSeconds,
    proof?.recoverySeconds,
  );
  const verified = measureObjective(
    input.objectives.verifiedWithinSeconds,
    proof && secondsBetween(proof.finishedAt, input.now),
  );
  const reasons = [
    ...judgeCoverage(input, newest, rpo),
    ...judgeProof(input, proof, verified),
    ...judgeRecoveryTime(proof, rto),
    ...judgeStoredBytes(input),
    ...judgeIdentity(input.instance),
    ...judgeDeployments(input),
  ].sort((a, b) => severityOrder(b) - severityOrder(a));
  return {
    verdict: decideVerdict(input, newest, reasons),
    reasons,
    rpo,
    rto,
    verified,
    ...(proof && {
      verifiedLevel: proof.level,
      verifiedAt: proof.finishedAt,
      verifiedRecoveryPointId: proof.recoveryPointId,
    }),
    ...nextChange(input, newest, proof),
  };
}

function severityOrder({ severity }: Reason): number {
  return ['ok', 'info', 'warning', 'critical'].indexOf(severity);
}
