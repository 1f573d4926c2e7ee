import type { DeploymentStatus } from './deployment';
import type { DeploymentGate } from './gateOfService';

/** GitLab's words for what becomes of a deployment. @public */
export type GitLabDeploymentStatus =
  | 'created'
  | 'blocked'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped';

/** One run of a deploy job as GitLab tells of it; times are of GitLab's clock. @public */
export interface ObservedDeployment {
  jobId: string;
  status: GitLabDeploymentStatus;
  /** When a runner took the job; absent for one that never ran. */
  startedAt?: Date;
  finishedAt?: Date;
}

/** A deployment that is recorded already, as far as it matters whether it covers a job. @public */
export interface KnownDeployment {
  id: string;
  status: DeploymentStatus;
  gate: DeploymentGate;
  /** The deploy job that it belongs to, once that is known. */
  jobId?: string;
  /** Of the portal's clock. */
  gatedAt: Date;
  receiptExpiresAt?: Date;
  /** The job that opened the gate, of GitLab's clock; absent where it is not known. */
  gateJob?: { finishedAt?: Date };
}

/** The gate's last refusal of a deploy job. @public */
export interface GateRefusal {
  jobId: string;
  code: string;
  /** Of the portal's clock. */
  at: Date;
}

/** @public */
export interface PipelineFacts {
  /** Every deployment of one pipeline into one environment. */
  deployments: ObservedDeployment[];
  /** `waiting`: nothing moves, but a person may still start a job of it. */
  pipeline: 'active' | 'waiting' | 'ended';
  /** What is recorded of one component for that pipeline and environment. */
  records: KnownDeployment[];
  refusals: GateRefusal[];
  /** Since when the component's deployments must be gated; what began before is nobody's business. */
  guardedSince: Date;
  now: Date;
}
