import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DurableRecords } from '../records/DurableRecords';
import type { ScheduledTask } from '../tasks';
import type { AgentServices } from './createAgentServices';

/** What the portal does by itself for runs and records; each is safe on several replicas at once. */
export function createTasks(dependencies: {
  services: AgentServices;
  records: DurableRecords;
  logger: LoggerService;
}): ScheduledTask[] {
  const { services, records, logger } = dependencies;
  const schedule = {
    frequency: { seconds: 30 },
    timeout: { minutes: 10 },
    initialDelay: { seconds: 5 },
  };
  return [
    {
      id: 'safepoint-sweep-runs',
      schedule,
      run: () => services.sweeper.sweep(),
    },
    {
      id: 'safepoint-follow-up-failures',
      schedule,
      run: () => services.failed.followUp(),
    },
    {
      id: 'safepoint-abort-stray-uploads',
      schedule: { ...schedule, frequency: { minutes: 10 } },
      run: () => services.strays.abort(),
    },
    {
      id: 'safepoint-flush-records',
      schedule,
      run: async () => {
        const { problems } = await records.flush();
        for (const { key, message } of problems) {
          logger.error(`Durable record ${key} is not in storage: ${message}`);
        }
      },
    },
  ];
}
