import type { VerificationLevel } from './verification';

/** @public */
export const triggers = [
  'pre-deploy',
  'baseline',
  'scheduled',
  'manual',
  'pre-restore',
  'external',
] as const;

/** Why a recovery point exists. @public */
export type Trigger = (typeof triggers)[number];

/** @public */
export type RecoveryPointStatus =
  | 'pending'
  | 'running'
  | 'completing'
  | 'available'
  | 'failed'
  | 'lost'
  | 'missing'
  | 'corrupt'
  | 'hidden'
  | 'expired'
  | 'deleted';

/**
 * What the rules need to know of a recovery point. All times are server time.
 *
 * @public
 */
export interface RecoveryPoint {
  /** ULID; later points sort later. */
  id: string;
  instanceId: string;
  trigger: Trigger;
  status: RecoveryPointStatus;
  /** The moment of the state that it holds, the snapshot's and not the upload's. RPO counts from it. */
  stateAt?: Date;
  createdAt: Date;
  /** The deployment that it was taken for, before or after. */
  deploymentId?: string;
  /** The recovery set that it was taken in. */
  setId?: string;
  /** The successful deployment whose baseline it became, because nothing had changed since. */
  baselineOf?: string;
  /** Until then the store had still this state. */
  unchangedAt?: Date;
  /** The highest level that a drill reached and that no later drill took back. */
  level: VerificationLevel;
  verifiedAt?: Date;
  /** Of the database that it was taken from, name and version: `PostgreSQL 15.18`. */
  engineVersion?: string;
  /** Of the schema definition. */
  schemaSha256?: string;
  /** Those of the database; absent where nobody knows. */
  extensions?: { name: string; version: string }[];
  /** Unsigned or found by a scan; never last known good. */
  quarantined?: boolean;
}
