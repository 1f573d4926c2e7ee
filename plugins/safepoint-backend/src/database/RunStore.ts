import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { Run, RunStatus } from './Run';

/** Executions of the agent; alive only while a job runs, so never part of what is rebuilt. */
export interface RunStore {
  /** ConflictError if the same ID token opened a run before. */
  insert(run: Run): Promise<void>;
  find(id: string): Promise<Run | undefined>;
  /** Until the transaction ends, nobody else gets past this for the same run. */
  lock(id: string): Promise<void>;
  findByIdentityDigest(digest: string): Promise<Run | undefined>;
  /** A new token for an open run; the old one is void. RunNotOpenError if it is not open. */
  rotateToken(id: string, tokenDigest: string): Promise<void>;
  /** RunNotOpenError if it is not open any more. */
  renew(
    id: string,
    change: { heartbeatAt: Date; expiresAt: Date },
  ): Promise<void>;
  /** RunNotOpenError if it is not open any more. */
  close(
    id: string,
    change: {
      status: Exclude<RunStatus, 'open'>;
      finishedAt: Date;
      problem?: ProblemView;
    },
  ): Promise<void>;
  /** When a gate of the component last failed to take its recovery points. */
  findGateFailure(gate: {
    componentRef: string;
    environment: string;
  }): Promise<Date | undefined>;
  /** Open runs whose time ran out, oldest first. */
  listExpired(now: Date, limit: number): Promise<Run[]>;
}
