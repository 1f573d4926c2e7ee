import type {
  ProblemView,
  RecoverySetStatus,
  Trigger,
} from '@safepoint/backstage-plugin-safepoint-common';

/** The recovery points that one run took together. */
export interface RecoverySet {
  id: string;
  runId: string;
  /** The component that was saved, or else the first of the stores; its records lie there. */
  entityRef: string;
  environment: string;
  status: RecoverySetStatus;
  trigger: Trigger;
  deploymentId?: string;
  recoveryPointIds: string[];
  skewSeconds?: number;
  /** The earliest and the latest state of the set. */
  stateFrom?: Date;
  stateTo?: Date;
  /** Why it is none. */
  problem?: ProblemView;
  createdAt: Date;
  finishedAt?: Date;
  /** Of its record; 0 while it is being taken. */
  revision: number;
}
