import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Message } from '@safepoint/backstage-plugin-safepoint-common';

export interface NotificationSenderOptions {
  notifications: NotificationService;
}

/** Sends a message as a Backstage notification, which renews the one of the same thread. */
export class NotificationSender {
  constructor(private readonly options: NotificationSenderOptions) {}

  /** Throws if it could not be sent. */
  async send(message: Message): Promise<void> {
    const { recipients, title, text, link, severity, topic, thread } = message;
    await this.options.notifications.send({
      recipients: { type: 'entity', entityRef: recipients },
      payload: {
        title,
        description: text,
        link,
        severity,
        topic,
        scope: thread,
      },
    });
  }
}
