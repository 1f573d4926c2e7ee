import type { RecoveryPoint } from '../recoveryPoint';
import { isDamaged } from './judgeStoredBytes';
import type { PostureInput, Verdict } from './Posture';
import type { Reason } from './Reason';

export function decideVerdict(
  input: PostureInput,
  newest: RecoveryPoint | undefined,
  reasons: Reason[],
): Verdict {
  return newest ? worstVerdict(reasons) : verdictWithoutPoint(input);
}

function worstVerdict(reasons: Reason[]): Verdict {
  if (reasons.some(({ severity }) => severity === 'critical')) {
    return 'unprotected';
  }
  return reasons.some(({ severity }) => severity === 'warning')
    ? 'at-risk'
    : 'protected';
}

/** What was there once and is gone is unprotected; what never was is never. */
function verdictWithoutPoint(input: PostureInput): Verdict {
  const everHad = input.points.some(
    ({ status }) =>
      isDamaged(status) || status === 'expired' || status === 'deleted',
  );
  return everHad ? 'unprotected' : 'never';
}
