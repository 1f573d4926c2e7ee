import type {
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { boundOfTask } from '../health/boundOfTask';
import type { Heartbeats } from '../health/Heartbeats';

/** What the portal does by itself; each is safe on several replicas at once. */
export interface ScheduledTask {
  id: string;
  schedule: SchedulerServiceTaskScheduleDefinition;
  /** Throws if it did not do its work: then its heart has not beaten. */
  run: () => Promise<void>;
  /** Without success for longer, it stands still. Default: three rounds and its timeout, at least 2 minutes. */
  mayStandStillSeconds?: number;
}

/** Every task beats by itself after each success, so that a task that falls silent is noticed. */
export async function scheduleTasks(
  scheduler: SchedulerService,
  tasks: ScheduledTask[],
  heartbeats: Pick<Heartbeats, 'watch' | 'beat'>,
): Promise<void> {
  await heartbeats.watch(
    tasks.map(task => ({ id: task.id, boundSeconds: boundOfTask(task) })),
  );
  for (const { id, schedule, run } of tasks) {
    await scheduler.scheduleTask({
      id,
      ...schedule,
      fn: async () => {
        await run();
        await heartbeats.beat(id);
      },
    });
  }
}
