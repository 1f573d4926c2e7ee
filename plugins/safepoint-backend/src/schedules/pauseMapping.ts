import type {
  ScheduledWork,
  SchedulePause,
} from '@safepoint/backstage-plugin-safepoint-common';
import { date, number, plain, TableMapping } from '../database/TableMapping';

/** A pause as kept; it counts until it ends or somebody ends it. */
export interface RecordedPause extends SchedulePause {
  id: string;
  instanceId: string;
  kind: ScheduledWork;
  resumedBy?: string;
  resumedAt?: Date;
  revision: number;
}

export const pauseMapping = new TableMapping<RecordedPause>('schedule_pauses', {
  id: plain('id'),
  instanceId: plain('instance_id'),
  kind: plain('kind'),
  until: date('until'),
  reason: plain('reason'),
  by: plain('paused_by'),
  at: date('paused_at'),
  resumedBy: plain('resumed_by'),
  resumedAt: date('resumed_at'),
  revision: number('revision'),
});
