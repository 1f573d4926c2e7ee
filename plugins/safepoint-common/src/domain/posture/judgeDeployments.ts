import { describeDoubtful, findDoubts } from '../doubt';
import type { PostureInput, Reason } from './Posture';

/** Only what nothing has ended: a restore to before the damage makes the data good again. */
export function judgeDeployments(input: PostureInput): Reason[] {
  return findDoubts(input)
    .filter(({ until }) => until === undefined)
    .map(({ deployment, from }) => ({
      code: deployment.markedBad ? 'data-damaged' : 'data-in-doubt',
      severity: deployment.markedBad ? 'critical' : 'warning',
      message: `Data may be damaged by ${describeDoubtful(deployment)}.`,
      since: from,
    }));
}
