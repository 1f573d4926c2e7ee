import type {
  RecoveryPointDraft,
  RecoveryPointStatus,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { SignedManifest } from '../records/SignedManifest';
import type { RecordedPoint } from './RecordedPoint';

export interface RecoveryPointTransition {
  from: RecoveryPointStatus[];
  to: RecoveryPointStatus;
  /** Refused also if the point is written under another ticket. */
  ticket?: number;
  /** Refused also if the point has another revision than the decision was made on. */
  revision?: number;
  /** What changes with the status; a property that is there and undefined is cleared. */
  change?: Partial<
    Omit<RecordedPoint, 'id' | 'instanceId' | 'status' | 'revision'>
  >;
  draft?: RecoveryPointDraft | null;
  manifest?: SignedManifest;
  /** The change is a durable fact of its own: count its revision up. */
  recorded?: boolean;
}

/**
 * Recovery points of all instances. Every change of status is one UPDATE guarded by the statuses that it
 * may come from; ConflictError if the point is in none of them.
 */
export interface RecoveryPointStore {
  insert(point: RecordedPoint): Promise<void>;
  find(id: string): Promise<RecordedPoint | undefined>;
  listByIds(ids: string[]): Promise<RecordedPoint[]>;
  /** All points of these instances, newest first. */
  listByInstances(instanceIds: string[]): Promise<RecordedPoint[]>;
  /** Newest first; `before` is the id that the page before ended with. */
  page(query: {
    instanceId: string;
    limit: number;
    before?: string;
  }): Promise<RecordedPoint[]>;
  listByRun(runId: string): Promise<RecordedPoint[]>;
  /** Points that a crash may have left half completed. */
  listCompletingSince(before: Date, limit: number): Promise<RecordedPoint[]>;
  /** Points that came to nothing and whose uploads are still known. */
  listWithLeftovers(limit: number): Promise<RecordedPoint[]>;
  readManifest(id: string): Promise<SignedManifest | undefined>;
  /** Of several points, by id. */
  readManifests(ids: string[]): Promise<Map<string, SignedManifest>>;
  readDraft(id: string): Promise<RecoveryPointDraft | undefined>;
  transition(
    id: string,
    transition: RecoveryPointTransition,
  ): Promise<RecordedPoint>;
}
