import type {
  Decision,
  ProblemView,
  RequestKind,
  RequestStatus,
  VerificationLevel,
} from '@safepoint/backstage-plugin-safepoint-common';

/**
 * What a person asked for: a backup now, a drill or a restore.
 *
 * `awaiting-approval → approved → triggering → triggered → running → succeeded | failed`, and `rejected`
 * or `expired` before it is triggered. `triggering` says that its pipeline may exist; whoever finds a
 * request so after a crash looks at GitLab before making another.
 */
export interface RecoveryRequest {
  /** Unguessable; also the name of its pipeline. */
  id: string;
  kind: RequestKind;
  instanceId: string;
  targetEnvironment?: string;
  recoveryPointId?: string;
  status: RequestStatus;
  reason?: string;
  requestedBy: string;
  requestedAt: Date;
  /** The failed deployment because of which the portal itself asked. */
  causedBy?: string;
  /** The slot of the schedule that it was made for; each is used once. */
  slot?: Date;
  approvalsNeeded: number;
  decisions: Decision[];
  issuer?: string;
  projectId?: string;
  pipelineId?: string;
  pipelineUrl?: string;
  /** Before that, GitLab is not asked again to make the pipeline. */
  nextTriggerAt?: Date;
  runId?: string;
  startedAt?: Date;
  finishedAt?: Date;
  phases?: Record<string, number>;
  level?: VerificationLevel;
  kept?: string;
  problem?: ProblemView;
  revision: number;
}
