export type {
  DurableRecords,
  FlushReport,
  RecordDraft,
  RecordListener,
} from './DurableRecords';
export {
  DatabaseDurableRecords,
  type DurableRecordsOptions,
} from './DatabaseDurableRecords';
export { draftDeploymentRecord, draftInstanceRecord } from './recordDrafts';
export type { SignedManifest } from './SignedManifest';
export type { SigningKeys } from './SigningKeys';
