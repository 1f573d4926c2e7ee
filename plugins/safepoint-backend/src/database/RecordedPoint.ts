import type {
  ExternalClaimView,
  ProblemView,
  RecoveryPoint,
  UnusualWarning,
} from '@safepoint/backstage-plugin-safepoint-common';

/** A recovery point as the index holds it, without its manifest. */
export interface RecordedPoint extends RecoveryPoint {
  runId?: string;
  /** Fencing ticket of the lease that it is written under. */
  ticket?: number;
  completedAt?: Date;
  commit?: string;
  pipelineUrl?: string;
  /** Size of the dump before compression. */
  sourceBytes?: number;
  storedBytes?: number;
  rows?: number;
  tables?: number;
  engineVersion?: string;
  schemaSha256?: string;
  quarantined: boolean;
  /** When retention decided that it goes; with it `deleteAfter`, until which it can be taken back. */
  expiredAt?: Date;
  deleteAfter?: Date;
  /** From then on there is no way back, whatever is left of it in storage. */
  deletionStartedAt?: Date;
  deletedAt?: Date;
  /** Until then the storage lets nobody delete its objects. */
  lockedUntil?: Date;
  /** Under a legal hold. */
  held?: boolean;
  /** The end of the pin that reaches furthest. */
  pinnedUntil?: Date;
  /** What whoever made it elsewhere says of it; it has no manifest and no object of ours. */
  external?: ExternalClaimView;
  problem?: ProblemView;
  /** `found` in storage, where no run of this portal had put it. */
  origin?: 'found';
  /** What of it is far from the points before it. */
  unusual?: UnusualWarning[];
  /** Of its recovery-point-status record; 0 if there is none. */
  revision: number;
}
