import type { ScheduledTask } from '../tasks';
import type { RetentionServices } from './createRetentionServices';

/** What the portal does by itself about retention; each is safe on several replicas at once. */
export function createRetentionTasks({
  rounds,
  enforcer,
}: RetentionServices): ScheduledTask[] {
  const schedule = {
    frequency: { minutes: 1 },
    timeout: { minutes: 10 },
    initialDelay: { seconds: 20 },
  };
  return [
    {
      id: 'safepoint-protect-recovery-points',
      schedule,
      run: async () => {
        await rounds.meetNewPoints();
        await enforcer.enforcePending();
      },
    },
    {
      id: 'safepoint-plan-retention',
      schedule,
      run: () => rounds.planDue(),
    },
    {
      id: 'safepoint-apply-retention',
      schedule,
      run: () => rounds.deleteDue(),
    },
  ];
}
