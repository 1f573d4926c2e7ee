import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedDrill } from '../../database/RecordedDrill';
import type { Run } from '../../database/Run';
import { mayProceed } from './requiredLevel';

const runLost: ProblemView = {
  kind: 'run-lost',
  message:
    'The portal heard nothing more of the job: it was killed, cancelled, or lost its network. Run it again.',
};

/**
 * What is known of a run that was never heard of again. A restore that had been told to go on may have
 * switched over before it died: nobody may be told that it simply failed.
 *
 * @param drill - what the run proved, unless its request is settled already
 */
export function describeLoss(
  run: Run,
  drill: RecordedDrill | undefined,
): { problem: ProblemView; mayHaveSwitched: boolean } {
  const mayHaveSwitched =
    run.operation === 'restore' &&
    drill !== undefined &&
    mayProceed(run, drill);
  if (!mayHaveSwitched) return { problem: runLost, mayHaveSwitched };
  const { entityRef, recoveryPointId } = run.plan.proof!;
  return {
    mayHaveSwitched,
    problem: {
      kind: 'switch-unknown',
      message: `The portal heard nothing more of the job after it was allowed to switch ${entityRef} over to recovery point ${recoveryPointId}, so it may be the restored store by now. Look before you restore again: the job's log says so, and where it was switched, the old store is kept beside it, its name ending in ${run.id.toLowerCase()}.`,
    },
  };
}
