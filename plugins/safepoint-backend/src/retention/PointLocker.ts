import type { LockMode, Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import type { DurableRecords } from '../records';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { SignedManifest } from '../records/SignedManifest';
import { manifestKeyOf, type ObjectVersion, objectsOf } from './pointObjects';

export interface PointLockerOptions {
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  policies: PolicySource;
  lockMode: LockMode;
  now: () => Date;
}

/** Locks what a policy calls immutable, soon after it is complete. */
export class PointLocker {
  constructor(private readonly options: PointLockerOptions) {}

  /** Safe to repeat: a lock is never shortened. Throws where the storage can lock and did not. */
  async lock(point: RecordedPoint, instance: StoredInstance): Promise<void> {
    const { knex, policies } = this.options;
    const { retention } = await policies.policyOf(instance);
    const manifest = await agentStores(knex).points.readManifest(point.id);
    // What was made elsewhere has nothing here that could be locked.
    if (retention.immutableForSeconds === 0 || !manifest) return;
    const completedAt = point.completedAt ?? point.createdAt;
    const until = new Date(
      completedAt.getTime() + retention.immutableForSeconds * 1000,
    );
    if (point.lockedUntil && point.lockedUntil >= until) return;
    // Of a point that the portal learns of late; no storage takes a lock that is over.
    if (until <= this.options.now()) return;
    const locked = await this.#lockObjects(point, instance, manifest, until);
    if (locked) await this.#record(point, instance, until);
  }

  async #lockObjects(
    point: RecordedPoint,
    instance: StoredInstance,
    manifest: SignedManifest,
    until: Date,
  ): Promise<boolean> {
    const { storage, lockMode: mode } = this.options;
    const key = manifestKeyOf(instance, point.id);
    const stored = await storage.statObject(key);
    const versions: ObjectVersion[] = [
      ...objectsOf(manifest),
      { key, versionId: stored?.versionId },
    ];
    for (const { key: objectKey, versionId } of versions) {
      const outcome = await storage.lockObject(objectKey, {
        versionId,
        until,
        mode,
      });
      if (outcome === 'unsupported') return false;
    }
    return true;
  }

  async #record(
    point: RecordedPoint,
    instance: StoredInstance,
    until: Date,
  ): Promise<void> {
    const { records } = this.options;
    await records.transaction(async trx => {
      const locked = await agentStores(trx).points.transition(point.id, {
        from: [point.status],
        to: point.status,
        change: { lockedUntil: until },
        recorded: true,
      });
      await records.commit(trx, draftPointStatusRecord(locked, instance));
    });
  }
}
