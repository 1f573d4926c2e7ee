import type { ScheduledTask } from '../tasks';
import type { ScheduleServices } from './createScheduleServices';

/** What the portal does by itself for schedules; each is safe on several replicas at once. */
export function createScheduleTasks(
  services: Pick<ScheduleServices, 'syncer' | 'tick' | 'watch'>,
): ScheduledTask[] {
  const schedule = {
    timeout: { minutes: 1 },
    initialDelay: { seconds: 5 },
  };
  return [
    {
      id: 'safepoint-start-scheduled',
      schedule: { ...schedule, frequency: { seconds: 15 } },
      run: async () => {
        await services.tick.run();
      },
    },
    {
      id: 'safepoint-sync-schedules',
      schedule: { ...schedule, frequency: { seconds: 30 } },
      run: () => services.syncer.syncPage(),
    },
    {
      id: 'safepoint-watch-schedules',
      schedule: { ...schedule, frequency: { minutes: 1 } },
      run: () => services.watch.check(),
    },
  ];
}
