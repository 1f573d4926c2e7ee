import type {
  DomainEvent,
  RecordFacts,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

/** Tells the outside what happened. */
export interface Events {
  /**
   * A durable fact is being committed: what follows from it is told if the transaction commits. A fact that
   * was told before is not told again.
   */
  announce(trx: Knex.Transaction, record: RecordFacts): Promise<void>;
  /** Something happened that is no durable fact, as a verdict that changed. */
  publish(trx: Knex.Transaction, events: DomainEvent[]): Promise<void>;
}
