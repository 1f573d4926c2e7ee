import type {
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';

/** What the portal does by itself; each is safe on several replicas at once. */
export interface ScheduledTask {
  id: string;
  schedule: SchedulerServiceTaskScheduleDefinition;
  run: () => Promise<void>;
}

export async function scheduleTasks(
  scheduler: SchedulerService,
  tasks: ScheduledTask[],
): Promise<void> {
  for (const { id, schedule, run } of tasks) {
    await scheduler.scheduleTask({ id, ...schedule, fn: run });
  }
}
