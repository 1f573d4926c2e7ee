import { date, plain, TableMapping } from '../database/TableMapping';
import type { RecordedHold } from './RecordedHold';

export const holdMapping = new TableMapping<RecordedHold>('holds', {
  id: plain('id'),
  kind: plain('kind'),
  instanceId: plain('instance_id'),
  recoveryPointId: plain('recovery_point_id'),
  reason: plain('reason'),
  until: date('until'),
  placedBy: plain('placed_by'),
  placedAt: date('placed_at'),
  releasedBy: plain('released_by'),
  releasedAt: date('released_at'),
  releaseReason: plain('release_reason'),
  enforcement: plain('enforcement'),
  revision: plain('revision'),
});
