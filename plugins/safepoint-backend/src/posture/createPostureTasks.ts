import type { ScheduledTask } from '../tasks';
import type { PostureTick } from './PostureTick';

/** The evaluator: what is due is evaluated within 15 seconds, the scheduler's own delay included. */
export function createPostureTasks(services: {
  postureTick: Pick<PostureTick, 'run'>;
}): ScheduledTask[] {
  return [
    {
      id: 'safepoint-evaluate-postures',
      schedule: {
        frequency: { seconds: 5 },
        timeout: { minutes: 1 },
        initialDelay: { seconds: 5 },
      },
      run: async () => {
        await services.postureTick.run();
      },
    },
  ];
}
