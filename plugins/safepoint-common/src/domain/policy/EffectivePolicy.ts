import type { ApprovalFloors } from '../approval';
import type { GatePolicy } from '../gatePolicy';
import type { Objectives } from '../objectives';
import type { RetentionRules } from './RetentionRules';

/** When something is to happen by itself. @public */
export interface CronSchedule {
  /** Five fields. */
  cron: string;
  /** IANA name, `Europe/Berlin` for example. */
  timezone: string;
}

/**
 * All rules that hold for one store instance, after the platform's floor, its policy and its annotations
 * were put together; nothing in it is left to a default of somebody else.
 *
 * @public
 */
export interface EffectivePolicy {
  /** Of the `RecoveryPolicy`; `default` where none applies. */
  name: string;
  objectives: Objectives;
  backups: { schedule?: CronSchedule; baseline: boolean };
  drills: { schedule?: CronSchedule; environment?: string };
  gate: GatePolicy;
  retention: RetentionRules;
  approvals: ApprovalFloors;
  /** Entity references of groups and users, and `owner` for whoever owns the data store. */
  notify: string[];
}
