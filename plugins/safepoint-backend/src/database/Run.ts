import type {
  BackupPlan,
  GateGround,
  ProblemView,
  ProofPlan,
  Trigger,
  VerificationLevel,
} from '@safepoint/backstage-plugin-safepoint-common';

export type RunOperation = 'backup' | 'drill' | 'restore';
export type RunStatus = 'open' | 'succeeded' | 'failed' | 'lost';

/** What the job's identity said when it opened the run, as far as it is needed later. */
export interface RunClaims {
  projectPath: string;
  ref: string;
  refProtected: boolean;
  commit: string;
  pipelineSource: string;
  userLogin?: string;
  environment?: string;
  environmentProtected?: boolean;
}

/** What the gate decided when a pre-deploy run was opened; it stands until the run's end. */
export interface PlannedGate {
  ground: GateGround;
  reasons: string[];
  breakGlass?: { reason: string; by?: string };
  /** Of ground `reuse`: the set that is used again. */
  reused?: {
    entityRef: string;
    recoveryPointId: string;
    stateAt: string;
    level: VerificationLevel;
  }[];
  /** As the pipeline calls the job that opened the run. */
  jobName?: string;
  /** As the policy was when the gate was planned. */
  receiptValidForSeconds?: number;
}

/** What was answered, to answer it again; and the leases that it stands on. */
export interface RunPlanRecord {
  agentVersion: string;
  leases: { instanceId: string; ticket: number }[];
  backups?: BackupPlan[];
  proof?: ProofPlan;
  gate?: PlannedGate;
}

/** One execution of the agent. */
export interface Run {
  id: string;
  operation: RunOperation;
  trigger?: Trigger;
  status: RunStatus;
  issuer: string;
  projectId: string;
  pipelineId: string;
  jobId: string;
  claims: RunClaims;
  environment: string;
  componentRef?: string;
  requestId?: string;
  deploymentId?: string;
  plan: RunPlanRecord;
  tokenDigest: string;
  secretDigest: string;
  identityDigest: string;
  openedAt: Date;
  heartbeatAt: Date;
  expiresAt: Date;
  finishedAt?: Date;
  problem?: ProblemView;
}
