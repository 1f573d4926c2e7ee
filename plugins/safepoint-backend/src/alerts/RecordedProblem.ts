import type {
  AlertSeverity,
  KnownProblem,
  ProblemSubject,
} from '@safepoint/backstage-plugin-safepoint-common';

/** A problem from its beginning to its end, and what people were told of it. */
export interface RecordedProblem extends KnownProblem, ProblemSubject {
  problemKey: string;
  /** The same while it is open. */
  openKey?: string;
  openedAt: Date;
  /** How often it came back within its time. */
  reopened: number;
  acknowledgedAt?: Date;
  acknowledgedBy?: string;
  /** Of the notifications that told of it. */
  thread?: string;
  /** Who was told, by entity reference. */
  recipients?: string[];
  firstToldAt?: Date;
  /** The last message of its thread. */
  toldAt?: Date;
  toldSeverity?: AlertSeverity;
  /** How many steps of the escalation were told. */
  escalations: number;
  /** Nothing is left to be told, and it does not open again. */
  closedAt?: Date;
  /** When something may have to be told. */
  nextLookAt?: Date;
  revision: number;
}
