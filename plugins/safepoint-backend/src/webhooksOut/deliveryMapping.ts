import {
  date,
  json,
  number,
  plain,
  TableMapping,
} from '../database/TableMapping';
import type { Delivery, StoredEvent } from './Delivery';

export const deliveryMapping = new TableMapping<Delivery>(
  'webhook_deliveries',
  {
    id: plain('id'),
    eventId: plain('event_id'),
    endpointId: plain('endpoint_id'),
    type: plain('type'),
    status: plain('status'),
    attempts: number('attempts'),
    nextAttemptAt: date('next_attempt_at'),
    deadline: date('deadline'),
    claim: plain('claim'),
    claimedUntil: date('claimed_until'),
    attemptedAt: date('attempted_at'),
    answerStatus: number('answer_status'),
    problem: plain('problem'),
    settledAt: date('settled_at'),
    createdAt: date('created_at'),
  },
);

export const eventMapping = new TableMapping<StoredEvent>('events', {
  id: plain('id'),
  type: plain('type'),
  subject: plain('subject'),
  entityRef: plain('entity_ref'),
  environment: plain('environment'),
  time: date('time'),
  data: json('data'),
  createdAt: date('created_at'),
});
