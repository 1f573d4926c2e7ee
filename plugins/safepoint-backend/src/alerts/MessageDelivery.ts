import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Message } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import { MessageOutbox, type WaitingMessage } from './MessageOutbox';
import type { NotificationSender } from './NotificationSender';

export interface MessageDeliveryOptions {
  knex: Knex;
  sender: Pick<NotificationSender, 'send'>;
  auditor: AuditorService;
  logger: LoggerService;
  now?: () => Date;
}

const severityOfAudit = {
  low: 'low',
  normal: 'medium',
  high: 'high',
  critical: 'critical',
} as const;

const batch = 100;
/** Sending one takes less; after a crash another replica sends it then. */
const claimSeconds = 60;
const longestPauseSeconds = 600;
/** Who cannot be told in a day is told by log and audit trail only. */
const giveUpAfterSeconds = 86_400;

/**
 * Sends what waits in `message_outbox`: at least once, and once unless a replica dies between sending and
 * forgetting. A message that cannot be sent waits longer each time, and those of its thread behind it.
 */
export class MessageDelivery {
  constructor(private readonly options: MessageDeliveryOptions) {}

  async deliver(): Promise<void> {
    const outbox = new MessageOutbox(this.options.knex);
    const tried = new Set<string>();
    for (;;) {
      const due = await outbox.listDue(this.#now(), batch);
      const fresh = due.filter(({ id }) => !tried.has(id));
      if (fresh.length === 0) return;
      for (const waiting of fresh) {
        tried.add(waiting.id);
        await this.#deliver(outbox, waiting);
      }
    }
  }

  /** For the health check and the metrics. */
  measure(): Promise<{ waiting: number; since?: Date }> {
    return new MessageOutbox(this.options.knex).measure();
  }

  async #deliver(outbox: MessageOutbox, waiting: WaitingMessage) {
    const { message, attempts, createdAt } = waiting;
    const now = this.#now();
    const pause = Math.min(
      claimSeconds * 2 ** Math.min(attempts, 10),
      longestPauseSeconds,
    );
    const retryAt = new Date(now.getTime() + pause * 1_000);
    if (!(await outbox.tryClaim(waiting, retryAt))) return;
    try {
      await this.#send(message);
      await outbox.delete(waiting);
    } catch (error) {
      const age = (now.getTime() - createdAt.getTime()) / 1_000;
      if (message.recipients.length > 0 && age < giveUpAfterSeconds) {
        if (attempts === 0) {
          this.options.logger.warn(
            `"${message.title}" could not be sent and is tried again for a day. Install @backstage/plugin-notifications-backend, or see why it fails: ${error}`,
          );
        }
        return;
      }
      await outbox.delete(waiting);
      this.options.logger.error(
        `Nobody was notified of "${message.title}": ${error}`,
      );
    }
  }

  #send(message: Message): Promise<void> {
    const { auditor, sender } = this.options;
    const { severity, title, topic, thread, recipients, reasons } = message;
    const meta = { title, topic, thread, recipients, reasons };
    const severityLevel = severityOfAudit[severity];
    return audited(
      auditor,
      { eventId: 'alert', severityLevel, meta },
      async () => {
        if (recipients.length === 0) {
          throw new Error(
            'The catalog knows no owner, and there is no safepoint.alerts.fallback.',
          );
        }
        await sender.send(message);
      },
    );
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}
