import type { NotificationService } from '@backstage/plugin-notifications-node';
import { type EntityDirectory, ownersOf } from '../catalog/EntityDirectory';
import type { Alert } from './Alerts';

export interface NotificationSenderOptions {
  notifications: NotificationService;
  directory: Pick<EntityDirectory, 'find'>;
}

/** Sends an alert to the entity's owner as a Backstage notification. */
export class NotificationSender {
  constructor(private readonly options: NotificationSenderOptions) {}

  /** Throws if nobody could be told. Sent twice, it is one notification. */
  async send(alert: Alert): Promise<void> {
    const entity = await this.options.directory.find(alert.entityRef);
    const owners = entity ? ownersOf(entity) : [];
    if (owners.length === 0) {
      throw new Error(`the catalog knows no owner of ${alert.entityRef}`);
    }
    await this.options.notifications.send({
      recipients: { type: 'entity', entityRef: owners },
      payload: {
        title: alert.title,
        description: alert.text,
        link: alert.link,
        severity: alert.severity,
        topic: `safepoint.${alert.kind}`,
        scope: `safepoint:${alert.dedupeKey}`,
      },
    });
  }
}
