import type { DeploymentStatus } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedDeployment } from './RecordedDeployment';

export interface DeploymentChange {
  /** The statuses that the change may come from. */
  from: DeploymentStatus[];
  /** The revision that the decision was made on; ConflictError if it moved on. */
  revision?: number;
  /** A property that is there and undefined is cleared. */
  change: Partial<
    Pick<
      RecordedDeployment,
      | 'status'
      | 'gate'
      | 'jobId'
      | 'jobUrl'
      | 'startedAt'
      | 'finishedAt'
      | 'receiptDigest'
      | 'receiptExpiresAt'
      | 'recoveryPointIds'
      | 'bypassReason'
      | 'markedBad'
    >
  >;
}

/** Runs of deploy jobs. Every change counts the revision up, in one guarded UPDATE. */
export interface DeploymentStore {
  insert(deployment: RecordedDeployment): Promise<void>;
  /** False if there is one of the same id already. */
  tryInsert(deployment: RecordedDeployment): Promise<boolean>;
  find(id: string): Promise<RecordedDeployment | undefined>;
  /** Newest first. */
  listByEntities(
    entityRefs: string[],
    environment?: string,
  ): Promise<RecordedDeployment[]>;
  /** Of one pipeline and environment, newest first. */
  listByPipeline(query: {
    issuer: string;
    projectId: string;
    pipelineId: string;
    environment: string;
  }): Promise<RecordedDeployment[]>;
  /** Gated ones whose receipt ran out without anybody showing it. */
  listUnconfirmed(now: Date, limit: number): Promise<RecordedDeployment[]>;
  /** The gated and running ones of a pipeline, in whatever environment. */
  listOpenOfPipeline(query: {
    issuer: string;
    projectId: string;
    pipelineId: string;
  }): Promise<RecordedDeployment[]>;
  /** Gated and running ones, oldest first. */
  listOpen(limit: number): Promise<RecordedDeployment[]>;
  /** ConflictError if the deployment is in none of the statuses any more. */
  change(id: string, change: DeploymentChange): Promise<RecordedDeployment>;
}
