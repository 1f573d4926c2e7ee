import type {
  Check,
  ProblemView,
  VerificationLevel,
} from '@safepoint/backstage-plugin-safepoint-common';

/** A proof: a restore that was checked, into a scratch target or for real. */
export interface RecordedDrill {
  id: string;
  recoveryPointId: string;
  runId?: string;
  outcome: 'passed' | 'failed';
  level: VerificationLevel;
  checks: Check[];
  /** Measured seconds of each phase. */
  phases: Record<string, number>;
  problem?: ProblemView;
  pipelineUrl?: string;
  startedAt: Date;
  finishedAt?: Date;
  revision: number;
}
