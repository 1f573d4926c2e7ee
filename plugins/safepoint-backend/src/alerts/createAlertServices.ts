import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import type { AlertsConfig } from '../config/alerts';
import type { PolicySource } from '../policies';
import type { ScheduledTask } from '../tasks';
import { AlertTeller } from './AlertTeller';
import { Audiences } from './Audiences';
import { MessageDelivery } from './MessageDelivery';
import { NotificationSender } from './NotificationSender';
import { ProblemPruner } from './ProblemPruner';

export interface AlertDependencies {
  config: { alerts: AlertsConfig };
  knex: Knex;
  policies: PolicySource;
  directory: EntityDirectory;
  notifications: NotificationService;
  auditor: AuditorService;
  logger: LoggerService;
  now?: () => Date;
}

/** Everything between a problem and the people who hear of it. */
export function createAlertServices(dependencies: AlertDependencies) {
  const { fallback, quietTimes, rules } = dependencies.config.alerts;
  return {
    teller: new AlertTeller({
      ...dependencies,
      rules,
      quietTimes,
      audiences: new Audiences({ ...dependencies, fallback }),
    }),
    delivery: new MessageDelivery({
      ...dependencies,
      sender: new NotificationSender(dependencies),
    }),
    pruner: new ProblemPruner(dependencies),
  };
}

export type AlertServices = ReturnType<typeof createAlertServices>;

/** What is told by itself; each is safe on several replicas at once. */
export function createAlertTasks({
  teller,
  delivery,
  pruner,
}: Pick<AlertServices, 'teller' | 'delivery' | 'pruner'>): ScheduledTask[] {
  const schedule = {
    timeout: { minutes: 2 },
    initialDelay: { seconds: 5 },
  };
  return [
    {
      id: 'safepoint-send-alerts',
      schedule: { ...schedule, frequency: { seconds: 10 } },
      run: async () => {
        await teller.tell();
        await delivery.deliver();
      },
    },
    {
      id: 'safepoint-forget-problems',
      schedule: { ...schedule, frequency: { hours: 1 } },
      run: () => pruner.prune(),
    },
  ];
}
