import type { VerificationLevel } from './verification';

/** What a store instance must keep to; durations in seconds. @public */
export interface Objectives {
  /** Tolerated data loss. */
  rpoSeconds: number;
  /** Tolerated time to service. */
  rtoSeconds: number;
  /** How old a proof may be. */
  verifiedWithinSeconds: number;
  /** The level that counts as a proof. */
  verificationLevel: VerificationLevel;
}

/** Target beside achieved, in seconds. @public */
export interface Objective {
  targetSeconds: number;
  /** Absent when there is nothing to measure; then it is not met. */
  achievedSeconds?: number;
  met: boolean;
}

/** @public */
export function measureObjective(
  targetSeconds: number,
  achievedSeconds: number | undefined,
): Objective {
  return {
    targetSeconds,
    ...(achievedSeconds !== undefined && { achievedSeconds }),
    met: achievedSeconds !== undefined && achievedSeconds <= targetSeconds,
  };
}
