import type { Deployment } from '@safepoint/backstage-plugin-safepoint-common';

/** A run of a deploy job as the index holds it. */
export interface RecordedDeployment extends Deployment {
  /** `stage`: held by stage order; `strict`: the deploy job confirmed its receipt; `none`: a bypass. */
  gate: 'stage' | 'strict' | 'none';
  issuer: string;
  projectId: string;
  pipelineId: string;
  /** The deploy job that confirmed the receipt. */
  jobId?: string;
  commit?: string;
  ref?: string;
  pipelineUrl?: string;
  jobUrl?: string;
  receiptDigest?: string;
  receiptExpiresAt?: Date;
  /** The set that the gate took. */
  recoveryPointIds: string[];
  revision: number;
}
