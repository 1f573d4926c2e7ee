import { describeDoubtful, findDoubts } from '../doubt';
import { phrase } from '../phrase';
import type { PostureInput } from './Posture';
import { reason, type Reason } from './Reason';

/** Only what nothing has ended: a restore to before the damage makes the data good again. */
export function judgeDeployments(input: PostureInput): Reason[] {
  return findDoubts(input)
    .filter(({ until }) => until === undefined)
    .map(({ deployment, from }) => {
      const text = phrase`Data may be damaged by ${describeDoubtful(
        deployment,
      )}.`;
      return deployment.markedBad
        ? reason('data-damaged', 'critical', text, from)
        : reason('data-in-doubt', 'warning', text, from);
    });
}
