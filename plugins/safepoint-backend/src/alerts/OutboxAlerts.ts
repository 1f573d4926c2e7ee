import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Alert, Alerts } from './Alerts';

export interface OutboxAlertsOptions {
  knex: Knex;
  logger: LoggerService;
  now?: () => Date;
}

/**
 * Alerts through the table `alert_outbox`: what is raised together with a change outlives a crash. What is
 * told of it, to whom and when, is decided with everything else that waits (`AlertTeller`). Raised again, it
 * renews what waits; what was told already stays told.
 */
export class OutboxAlerts implements Alerts {
  constructor(private readonly options: OutboxAlertsOptions) {}

  async raise(alert: Alert, trx?: Knex.Transaction): Promise<void> {
    const { knex, logger, now = () => new Date() } = this.options;
    const written = await (trx ?? knex)('alert_outbox')
      .insert({
        dedupe_key: alert.dedupeKey,
        alert: JSON.stringify(alert),
        raised_at: now().toISOString(),
        attempts: 0,
      })
      .onConflict('dedupe_key')
      .merge(['alert'])
      .where('alert_outbox.told_at', null)
      .returning('dedupe_key');
    if (written.length === 0) return;
    logger.warn(`${alert.title}: ${alert.text}`, {
      entityRef: alert.entityRef,
      environment: alert.environment,
      kind: alert.kind,
    });
  }
}
