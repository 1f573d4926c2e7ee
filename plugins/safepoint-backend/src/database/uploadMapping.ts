import { date, plain, TableMapping } from './TableMapping';
import type { Upload } from './UploadStore';

export const uploadMapping = new TableMapping<Upload>('uploads', {
  recoveryPointId: plain('recovery_point_id'),
  object: plain('object'),
  key: plain('key'),
  uploadId: plain('upload_id'),
  startedAt: date('started_at'),
});
