import type { DomainEvent } from '@safepoint/backstage-plugin-safepoint-common';

export type DeliveryStatus = 'pending' | 'delivered' | 'dead';

/** An event on its way to one endpoint. */
export interface Delivery {
  id: string;
  eventId: string;
  endpointId: string;
  /** In which words it is told. */
  type: string;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: Date;
  deadline: Date;
  claim?: string;
  claimedUntil?: Date;
  attemptedAt?: Date;
  answerStatus?: number;
  problem?: string;
  /** When it was delivered or given up. */
  settledAt?: Date;
  createdAt: Date;
}

/** An event as the outbox keeps it. */
export type StoredEvent = Omit<DomainEvent, 'key'> & {
  id: string;
  createdAt: Date;
};
