import {
  isBlocked,
  type TurnPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Schedule, ScheduleProblem } from './Schedule';

/** What the plan of a turn makes of its row; undefined where it has no turn any more. */
export function changeOfTurn(
  schedule: Schedule,
  plan: TurnPlan,
  now: Date,
): Partial<Schedule> | undefined {
  switch (plan.action) {
    case 'start':
      return (
        plan.next && {
          slot: plan.next.slot,
          nextDueAt: plan.next.dueAt,
          lookAt: plan.next.dueAt,
          lastSlot: plan.slot,
          delay: undefined,
          delayReason: undefined,
          problem: undefined,
        }
      );
    case 'postpone':
      return {
        nextDueAt: plan.dueAt,
        lookAt: plan.dueAt,
        delay: plan.because,
        delayReason: plan.reason,
        problem: undefined,
      };
    default:
      return {
        lookAt: plan.lookAt,
        delay: plan.because,
        delayReason: plan.reason,
        problem: problemOf(schedule, plan, now),
      };
  }
}

/** What needs a person is told at once; what only waits, when it is overdue. */
function problemOf(
  { problem }: Schedule,
  plan: Extract<TurnPlan, { action: 'wait' }>,
  now: Date,
): ScheduleProblem | undefined {
  const { because, reason } = plan;
  if (because === 'no-recovery-project' || because === 'nothing-to-drill') {
    const since = problem?.code === because ? problem.since : now;
    return { code: because, text: reason, since };
  }
  return problem?.code === 'overdue' && !isBlocked(because)
    ? problem
    : undefined;
}
