import type { ApprovalFloors } from '../approval';
import type { GatePolicy } from '../gatePolicy';
import type { Objectives } from '../objectives';
import type { VerificationLevel } from '../verification';
import type { RetentionRules } from './RetentionRules';

/** When something is to happen by itself. @public */
export interface CronSchedule {
  /** Five fields. */
  cron: string;
  /** IANA name, `Europe/Berlin` for example. */
  timezone: string;
}

/** Who may approve restores, as entity references of groups and users; absent: whoever has the permission. @public */
export interface Approvers {
  /** When data of production is read or written. */
  production?: string[];
  otherwise?: string[];
}

/**
 * All rules that hold for one store instance, after the platform's floor, its policy and its annotations
 * were put together; nothing in it is left to a default of somebody else.
 *
 * @public
 */
export interface EffectivePolicy {
  /** Of the `RecoveryPolicy` that sets the floor; `default` where none applies. */
  name: string;
  /** Of the policy that the entity's annotation names, where it made a rule stronger. */
  strengthenedBy?: string;
  objectives: Objectives;
  backups: { schedule?: CronSchedule; baseline: boolean };
  drills: {
    schedule?: CronSchedule;
    environment?: string;
    /** How far drills go; absent: as far as a proof needs. */
    level?: VerificationLevel;
  };
  gate: GatePolicy;
  retention: RetentionRules;
  approvals: ApprovalFloors;
  approvers?: Approvers;
  /** Entity references of groups and users, and `owner` for whoever owns the data store. */
  notify: string[];
}
