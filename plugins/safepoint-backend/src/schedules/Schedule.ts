import type {
  ScheduledWork,
  TurnDelay,
} from '@safepoint/backstage-plugin-safepoint-common';

/** What is wrong with a schedule, until it is not any more. */
export interface ScheduleProblem {
  code: 'overdue' | 'no-recovery-project' | 'nothing-to-drill' | 'not-planned';
  text: string;
  since: Date;
}

/** The next turn of one work of a store instance. */
export interface Schedule {
  instanceId: string;
  kind: ScheduledWork;
  cron: string;
  timezone: string;
  /** The slot that is next. */
  slot: Date;
  /** When its turn is; moved by what puts it off, not by what it waits for. */
  nextDueAt: Date;
  /** When a tick looks at it. */
  lookAt: Date;
  /** The last slot that was used, or skipped for it. */
  lastSlot?: Date;
  delay?: TurnDelay;
  delayReason?: string;
  problem?: ScheduleProblem;
  revision: number;
}

/** Who asks for what a schedule starts. */
export const scheduleRef = 'system:safepoint/schedule';

/** The slot that a request was made for; durable, so that it is used once whatever is lost. */
export interface UsedSlot {
  instanceId: string;
  kind: ScheduledWork;
  slot: Date;
}
