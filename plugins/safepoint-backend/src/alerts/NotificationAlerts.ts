import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { type EntityDirectory, ownersOf } from '../catalog/EntityDirectory';
import type { Alert, Alerts } from './Alerts';

export interface NotificationAlertsOptions {
  notifications: NotificationService;
  directory: Pick<EntityDirectory, 'find'>;
  auditor: AuditorService;
  logger: LoggerService;
}

const severityOfAudit = {
  low: 'low',
  normal: 'medium',
  high: 'high',
  critical: 'critical',
} as const;

/**
 * Sends each alert to the entity's owner as a Backstage notification. Where notifications are not
 * installed, or the entity has no owner, the log and the audit trail are all that tells of it.
 */
export class NotificationAlerts implements Alerts {
  constructor(private readonly options: NotificationAlertsOptions) {}

  async raise(alert: Alert): Promise<void> {
    const { auditor, logger } = this.options;
    const { text, link: _, ...meta } = alert;
    const event = await auditor.createEvent({
      eventId: 'alert',
      severityLevel: severityOfAudit[alert.severity],
      meta,
    });
    logger.warn(`${alert.title}: ${text}`, {
      entityRef: alert.entityRef,
      environment: alert.environment,
      kind: alert.kind,
    });
    try {
      await this.#send(alert);
      await event.success();
    } catch (error) {
      logger.warn(
        `Nobody was notified of "${alert.title}". Install @backstage/plugin-notifications-backend or see why it fails: ${error}`,
      );
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }

  async #send(alert: Alert): Promise<void> {
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
