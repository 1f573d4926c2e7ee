/** A multipart upload of a point that is being written. */
export interface Upload {
  recoveryPointId: string;
  /** Name of the stored object. */
  object: string;
  key: string;
  uploadId: string;
  startedAt: Date;
}

export interface UploadStore {
  find(recoveryPointId: string, object: string): Promise<Upload | undefined>;
  /** False if another caller recorded an upload of the same object first. */
  tryInsert(upload: Upload): Promise<boolean>;
  listByPoint(recoveryPointId: string): Promise<Upload[]>;
  deleteByPoint(recoveryPointId: string): Promise<void>;
}
