import type { EventAlertKind } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

/** What an alert is about; the topic under which people filter their notifications. */
export type AlertKind =
  | 'gate-bypassed'
  | 'gate-weakened'
  | 'gate-broken-glass'
  | 'find-quarantined'
  | EventAlertKind;

/** One thing that somebody ought to know of now. Nothing in it may be secret: it is shown, logged and audited. */
export interface Alert {
  kind: AlertKind;
  severity: 'low' | 'normal' | 'high' | 'critical';
  /** Whose owner is told. */
  entityRef: string;
  environment: string;
  title: string;
  /** What happened and what to do; one or two sentences. */
  text: string;
  /** A page of the portal that shows it: a path, or an address under the portal's own. */
  link?: string;
  /** Alerts with the same key are one thread; raising one again renews it and makes no second. */
  dedupeKey: string;
}

/** Tells people. */
export interface Alerts {
  /**
   * Implementers MUST NOT throw because nobody could be told: what is alerted of has happened already.
   * Safe to repeat. With a transaction the alert is raised if that commits, and sent soon after.
   */
  raise(alert: Alert, trx?: Knex.Transaction): Promise<void>;
}
