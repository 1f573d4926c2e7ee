import type { ApprovalFloors } from '../approval';
import type { GatePolicy } from '../gatePolicy';
import type { Objectives } from '../objectives';
import type { VerificationLevel } from '../verification';
import type { Approvers, CronSchedule } from './EffectivePolicy';
import type { RetentionRules } from './RetentionRules';

/** @public */
export const recoveryPolicyKind = 'RecoveryPolicy';

/** @public */
export const recoveryPolicyApiVersion = 'safepoint.dev/v1alpha1';

/** What a policy says; what it leaves out is decided by the platform's default. @public */
export interface StatedRules {
  objectives: Partial<Objectives>;
  backups: { schedule?: CronSchedule; baseline?: boolean };
  gate: Partial<GatePolicy>;
  retention: Partial<RetentionRules>;
  drills: {
    schedule?: CronSchedule;
    environment?: string;
    level?: VerificationLevel;
  };
  approvals: Partial<ApprovalFloors>;
  approvers: Approvers;
  notify?: string[];
}

/** A `RecoveryPolicy` that was read and found to be possible. @public */
export interface RecoveryPolicy {
  /** `recoverypolicy:namespace/name` in lower case. */
  ref: string;
  /** For people: without the namespace where that is `default`. */
  name: string;
  /** Entity reference. */
  owner: string;
  rules: StatedRules;
}

/** One thing that is wrong with a policy. @public */
export interface PolicyProblem {
  /** `spec.objectives.rpo` for example. */
  path: string;
  /** What is wrong, with its numbers, and what to do. */
  message: string;
}

/** What became of a document: either all that it says, or all that is wrong with it. @public */
export type PolicyReading =
  | {
      outcome: 'valid';
      policy: RecoveryPolicy;
      /** What is possible and still unwise. */
      notes: PolicyProblem[];
    }
  | { outcome: 'invalid'; problems: PolicyProblem[] };
