import type { Deployment } from '../deployment';
import type { Phrase } from '../phrase';
import type { RetentionRules } from '../policy';
import type { RecoveryPoint } from '../recoveryPoint';
import type { VerificationLevel } from '../verification';
import type { Hold } from './Hold';

/** A recovery point as far as retention needs it. @public */
export interface RetainedPoint extends RecoveryPoint {
  /** Until then the storage itself refuses to delete it. */
  lockedUntil?: Date;
  /** Its deletion has begun, and there is no way back. */
  deletionStartedAt?: Date;
}

/** A deployment, and the recovery points that stand behind it. @public */
export interface PinningDeployment extends Deployment {
  recoveryPointIds: string[];
}

/** @public */
export interface RetentionInput {
  /** All of one store instance, in any order. */
  points: RetainedPoint[];
  rules: RetentionRules;
  /** What the objectives call a proof. */
  verificationLevel: VerificationLevel;
  /** Id of the instance's last known good, if there is one. */
  lastKnownGood?: string;
  /** Those that any of the points was taken for, or stands behind. */
  deployments: PinningDeployment[];
  holds: Hold[];
  /** Points that a drill or a restore uses or is asked to use. */
  inUse: string[];
  /** Members of the points' recovery sets that are kept whatever becomes of the set. */
  keptMates: { recoveryPointId: string; mateId: string }[];
  now: Date;
}

/** Why a point is kept, or why it goes. @public */
export interface RetentionReason {
  /** Stable, kebab-case. */
  code: string;
  /** The phrase as text. */
  message: string;
  phrase: Phrase;
  /** The moment at which time alone ends it; absent if time alone never does. */
  until?: Date;
}

/** @public */
export interface RetentionDecision {
  point: RetainedPoint;
  keep: boolean;
  /** At least one, whatever is decided. */
  reasons: RetentionReason[];
  /** When it may go if nothing but the time changes; `now` if it may go already, absent if never. */
  deletableFrom?: Date;
}
