import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RecoveryRequest } from '../requests/RecoveryRequest';

/** What a tick did. */
export interface TickReport {
  started: {
    request: RecoveryRequest;
    instance: StoredInstance;
    missedSince?: Date;
  }[];
  /** Turns that were put off or have to wait. */
  delayed: number;
  /** Schedules that were left for another tick, since no more may be under way. */
  left: number;
}

export function emptyReport(): TickReport {
  return { started: [], delayed: 0, left: 0 };
}

export function addReports(a: TickReport, b: TickReport): TickReport {
  return {
    started: [...a.started, ...b.started],
    delayed: a.delayed + b.delayed,
    left: a.left + b.left,
  };
}
