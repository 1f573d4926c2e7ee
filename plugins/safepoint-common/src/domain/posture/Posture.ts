import type { Deployment } from '../deployment';
import type { SwitchedRestore } from '../doubt';
import type { Objective, Objectives } from '../objectives';
import type { RecoveryPoint } from '../recoveryPoint';
import type { StoreInstance } from '../storeInstance';
import type { VerificationLevel } from '../verification';
import type { Reason } from './Reason';

/** @public */
export const verdicts = [
  'protected',
  'at-risk',
  'unknown',
  'unprotected',
  'never',
] as const;

/**
 * The best first. `unknown`: nobody could find out, which is never healthy; what was never saved is worse
 * than what can no longer be restored as demanded.
 *
 * @public
 */
export type Verdict = (typeof verdicts)[number];

/** @public */
export interface Posture {
  verdict: Verdict;
  /** Worst first. */
  reasons: Reason[];
  rpo: Objective;
  rto: Objective;
  verified: Objective;
  verifiedLevel?: VerificationLevel;
  verifiedAt?: Date;
  verifiedRecoveryPointId?: string;
  /** The moment of the state that RPO counts from. */
  newestStateAt?: Date;
  /** The first moment at which time alone makes any reason another one; until then only ages grow. */
  changesAt?: Date;
}

/** A drill, or a restore that was checked, as far as posture needs it. @public */
export interface DrillFact {
  recoveryPointId: string;
  outcome: 'passed' | 'failed';
  level: VerificationLevel;
  finishedAt: Date;
  /** Seconds from the start of the restore to a store that could be used. */
  recoverySeconds?: number;
}

/** @public */
export interface PostureInput {
  instance: StoreInstance;
  points: RecoveryPoint[];
  drills: DrillFact[];
  /** Of every component that depends on the instance, in the same environment. */
  deployments: Deployment[];
  /** Restores that were switched over into the instance. */
  restores: SwitchedRestore[];
  objectives: Objectives;
  /** Whether any project is entitled to save this instance. */
  bound: boolean;
  now: Date;
}
