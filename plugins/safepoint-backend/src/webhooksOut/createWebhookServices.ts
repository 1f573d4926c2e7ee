import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { SafepointConfig } from '../config';
import type { Authorizer } from '../permissions/Authorizer';
import type { ScheduledTask } from '../tasks';
import { AddressGuard } from './AddressGuard';
import { createGuardedAgent } from './createGuardedAgent';
import { DeliveryStore } from './DeliveryStore';
import { EventOutbox } from './EventOutbox';
import { WebhookDesk } from './WebhookDesk';
import { WebhookDispatcher } from './WebhookDispatcher';
import { WebhookSender } from './WebhookSender';

const day = 24 * 3_600 * 1_000;

/** Needed before all else: records announce themselves to it. */
export function createEventOutbox(
  config: Pick<SafepointConfig, 'webhooksOut' | 'appBaseUrl'>,
  now: () => Date = () => new Date(),
): EventOutbox {
  return new EventOutbox({
    ...config.webhooksOut,
    portalUrl: config.appBaseUrl,
    now,
  });
}

export function createWebhookServices(dependencies: {
  config: Pick<SafepointConfig, 'webhooksOut' | 'appBaseUrl'>;
  knex: Knex;
  authorizer: Authorizer;
  auditor: AuditorService;
  logger: LoggerService;
  now: () => Date;
}) {
  const { knex, now } = dependencies;
  const config = dependencies.config.webhooksOut;
  const store = new DeliveryStore(knex);
  const dispatcher = createGuardedAgent(
    new AddressGuard(config.allowPrivateAddresses),
    config,
  );
  const shared = { ...dependencies, config, store };
  const deliveries = new WebhookDispatcher({
    ...shared,
    portalUrl: dependencies.config.appBaseUrl,
    sender: new WebhookSender({ ...config, dispatcher }),
  });
  return {
    webhooks: new WebhookDesk(shared),
    deliveries,
    tasks: createWebhookTasks({
      send: () => deliveries.run(),
      prune: () =>
        store.prune({
          delivered: new Date(now().getTime() - 7 * day),
          dead: new Date(now().getTime() - 90 * day),
          events: new Date(now().getTime() - 30 * day),
        }),
    }),
  };
}

function createWebhookTasks(work: {
  send: () => Promise<void>;
  prune: () => Promise<void>;
}): ScheduledTask[] {
  return [
    {
      id: 'safepoint-send-webhooks',
      schedule: {
        frequency: { seconds: 5 },
        timeout: { minutes: 5 },
        initialDelay: { seconds: 5 },
      },
      run: work.send,
    },
    {
      id: 'safepoint-prune-webhooks',
      schedule: {
        frequency: { hours: 1 },
        timeout: { minutes: 5 },
        initialDelay: { minutes: 1 },
      },
      run: work.prune,
    },
  ];
}
