import type {
  Deployment,
  DeploymentGate,
  GateGround,
} from '@safepoint/backstage-plugin-safepoint-common';

/** What the gate decided about a deployment, and why. */
export interface GateRecord {
  ground: GateGround;
  reasons: string[];
  /** Whose leases the deployment holds until its outcome. */
  instanceIds: string[];
  breakGlass?: {
    /** Words of a person; shown, never interpreted. */
    reason: string;
    /** GitLab's user who ran the job. */
    by?: string;
  };
  /** The job that opened the gate; running it again renews the receipt. */
  job: { name?: string; url: string };
}

/** A run of a deploy job as the index holds it. */
export interface RecordedDeployment extends Deployment {
  gate: DeploymentGate;
  /** Absent for a bypass. */
  gateRecord?: GateRecord;
  /** Why no gate stands behind it; only for a bypass. */
  bypassReason?: string;
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
