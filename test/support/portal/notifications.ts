import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  type NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';

const fileOf = (dataDir: string) => join(dataDir, 'notifications.jsonl');

/** In place of the notifications' backend: whom the portal told what, for a test to read. */
export function recordNotifications(dataDir: string) {
  return createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({
      send: async notification => {
        await appendFile(fileOf(dataDir), `${JSON.stringify(notification)}\n`);
      },
    }),
  });
}

/** What a portal's process has sent so far. */
export async function readNotifications(
  dataDir: string,
): Promise<NotificationSendOptions[]> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}
