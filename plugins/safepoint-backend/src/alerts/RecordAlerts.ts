import {
  alertOfEvent,
  eventsOfRecord,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { RecordListener } from '../records';
import type { Alerts } from './Alerts';

export interface RecordAlertsOptions {
  alerts: Alerts;
  /** For links. */
  appBaseUrl: string;
  /** Who is told of the records as well. */
  next?: RecordListener;
}

/** Raises alerts of what durable records say has happened, in the transaction that records it. */
export class RecordAlerts implements RecordListener {
  constructor(private readonly options: RecordAlertsOptions) {}

  async announce(
    trx: Knex.Transaction,
    record: Parameters<RecordListener['announce']>[1],
  ): Promise<void> {
    const { alerts, appBaseUrl, next } = this.options;
    await next?.announce(trx, record);
    for (const event of eventsOfRecord(record, appBaseUrl)) {
      const alert = alertOfEvent(event);
      if (alert) await alerts.raise(alert, trx);
    }
  }
}
