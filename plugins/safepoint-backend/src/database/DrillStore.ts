import type { RecordedDrill } from './RecordedDrill';

/** Proofs of recovery points. They never change once they are recorded. */
export interface DrillStore {
  insert(drill: RecordedDrill): Promise<void>;
  findByRun(runId: string): Promise<RecordedDrill | undefined>;
  /** Newest first. */
  listByPoints(recoveryPointIds: string[]): Promise<RecordedDrill[]>;
  /** Of all points of these instances, newest first. */
  listByInstances(instanceIds: string[]): Promise<RecordedDrill[]>;
}
