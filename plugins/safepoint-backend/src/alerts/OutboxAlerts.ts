import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import type { Alert, Alerts } from './Alerts';
import type { NotificationSender } from './NotificationSender';

export interface OutboxAlertsOptions {
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

const batch = 50;
/** Tried every half minute: who cannot be told in ten minutes is told by log and audit trail only. */
const attemptsAllowed = 20;

/**
 * Alerts through the table `alert_outbox`: what is raised together with a change outlives a crash, and what
 * could not be sent is tried again. Several replicas may send the same one; it is one notification.
 */
export class OutboxAlerts implements Alerts {
  constructor(private readonly options: OutboxAlertsOptions) {}

  async raise(alert: Alert, trx?: Knex.Transaction): Promise<void> {
    const { knex, logger, now = () => new Date() } = this.options;
    await (trx ?? knex)('alert_outbox')
      .insert({
        dedupe_key: alert.dedupeKey,
        alert: JSON.stringify(alert),
        raised_at: now().toISOString(),
        attempts: 0,
      })
      .onConflict('dedupe_key')
      .merge();
    logger.warn(`${alert.title}: ${alert.text}`, {
      entityRef: alert.entityRef,
      environment: alert.environment,
      kind: alert.kind,
    });
    if (!trx) await this.deliver();
  }

  /** Sends what waits. */
  async deliver(): Promise<void> {
    const rows = await this.options
      .knex('alert_outbox')
      .orderBy('raised_at')
      .limit(batch);
    for (const row of rows) {
      await this.#deliver(row);
    }
  }

  async #deliver(row: { dedupe_key: string; alert: string; attempts: number }) {
    const { sender, auditor, logger } = this.options;
    const alert: Alert = JSON.parse(row.alert);
    const { text: _, link: __, ...meta } = alert;
    const mine = this.options
      .knex('alert_outbox')
      .where({ dedupe_key: row.dedupe_key, alert: row.alert });
    try {
      await audited(
        auditor,
        {
          eventId: 'alert',
          severityLevel: severityOfAudit[alert.severity],
          meta,
        },
        () => sender.send(alert),
      );
      await mine.delete();
    } catch (error) {
      const attempts = row.attempts + 1;
      if (attempts < attemptsAllowed) {
        await mine.update({ attempts });
        return;
      }
      await mine.delete();
      logger.error(
        `Nobody was notified of "${alert.title}". Install @backstage/plugin-notifications-backend or see why it fails: ${error}`,
      );
    }
  }
}
