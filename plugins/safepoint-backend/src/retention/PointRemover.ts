import type { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { durableRecordKey } from '@safepoint/backstage-plugin-safepoint-common';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { PointExpirer } from './PointExpirer';
import { folderOf, manifestKeyOf, objectsOf } from './pointObjects';
import type { RetentionGround } from './RetentionGround';
import type { PlannedPoint, RetentionPlanner } from './RetentionPlanner';

export interface PointRemoverOptions {
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  auditor: AuditorService;
  planner: RetentionPlanner;
  expirer: PointExpirer;
  now: () => Date;
}

export type Removal =
  | { outcome: 'deleted' }
  /** Something keeps it after all, or nothing could be decided. */
  | { outcome: 'kept' }
  /** Storage did not let it go; what it said. */
  | { outcome: 'refused'; message: string };

class KeptAfterAll extends Error {
  constructor(readonly decision: PlannedPoint) {
    super(`Recovery point ${decision.point.id} is kept after all.`);
  }
}

/**
 * The second of two steps: what expired is deleted once its grace is over.
 *
 * Protocol: (a) in one transaction: `deletionStartedAt` by an UPDATE that is guarded by the revision, which
 * every hold, lock and proof counts up; the plan once more on what the database says by then, and back if
 * anything keeps the point; the durable record. (b) Only when that record is in storage, the manifest goes,
 * all its versions; (c) then payloads, headers, the runbook and whatever else lies in the folder; (d)
 * `expired → deleted`, with its record, which stays for ever. A crash after (a) leaves a point that the next
 * round takes up at (b), as does a rebuild: its record says that it was being deleted, so it is neither
 * missing nor back. Where storage refuses the manifest itself, nothing is lost yet and (a) is undone.
 */
export class PointRemover {
  constructor(private readonly options: PointRemoverOptions) {}

  /** Only one caller at a time; safe to repeat. What may pass by itself is thrown. */
  async remove(
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<Removal> {
    const { id } = point;
    const meta = {
      recoveryPointId: id,
      entityRef: instance.entityRef,
      environment: instance.environment,
    };
    const started = point.deletionStartedAt
      ? point
      : await this.#start(point, instance);
    if (!started) return { outcome: 'kept' };
    return audited(
      this.options.auditor,
      { eventId: 'recovery-point-delete', severityLevel: 'high', meta },
      async () => {
        await this.#requireRecorded(started, instance);
        const refused = await this.#deleteManifest(started, instance);
        if (refused) return refused;
        const left = await this.#deleteRest(started, instance);
        if (left) return left;
        await this.#finish(started, instance);
        return { outcome: 'deleted' };
      },
    );
  }

  /** (a); undefined if the point stays. */
  async #start(
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<RecordedPoint | undefined> {
    const { expirer, planner } = this.options;
    const prepared = await planner.prepare(instance);
    if (prepared.outcome === 'undecided') return undefined;
    try {
      return await this.#startUnlessKept(point, prepared.ground);
    } catch (error) {
      if (error instanceof KeptAfterAll) {
        await expirer.takeBack(instance, error.decision);
        return undefined;
      }
      // Somebody has changed the point in between; it is planned again.
      if (isError(error) && error.name === 'ConflictError') return undefined;
      throw error;
    }
  }

  async #startUnlessKept(
    point: RecordedPoint,
    ground: RetentionGround,
  ): Promise<RecordedPoint> {
    const { planner, records, now } = this.options;
    return records.transaction(async trx => {
      const started = await agentStores(trx).points.transition(point.id, {
        from: ['expired'],
        to: 'expired',
        revision: point.revision,
        change: { deletionStartedAt: now(), problem: undefined },
        recorded: true,
      });
      const { decisions } = await planner.decide(trx, ground, {
        asBefore: point,
      });
      const decision = decisions.find(one => one.point.id === point.id);
      if (!decision) throw new Error(`${point.id} was not decided upon.`);
      if (decision.keep) throw new KeptAfterAll(decision);
      await records.commit(
        trx,
        draftPointStatusRecord(started, ground.instance),
      );
      return started;
    });
  }

  /** While the record waits in the outbox, a lost database would make the point a missing one. */
  async #requireRecorded(
    started: RecordedPoint,
    instance: StoredInstance,
  ): Promise<void> {
    const draft = draftPointStatusRecord(started, instance);
    const key = durableRecordKey(draft);
    if (!(await this.options.storage.statObject(key))) {
      throw new Error(
        `The record of the deletion, ${key}, is not in storage yet; nothing is deleted before.`,
      );
    }
  }

  /** (b) */
  async #deleteManifest(
    started: RecordedPoint,
    instance: StoredInstance,
  ): Promise<Removal | undefined> {
    const { storage } = this.options;
    const key = manifestKeyOf(instance, started.id);
    try {
      await storage.deleteObject(key);
      return undefined;
    } catch (error) {
      const message = messageOfRefusal(error);
      const whole = (await storage.statObject(key)) !== undefined;
      await this.#note(started, instance, message, {
        ...(whole && { deletionStartedAt: undefined }),
      });
      return { outcome: 'refused', message };
    }
  }

  /** (c) */
  async #deleteRest(
    started: RecordedPoint,
    instance: StoredInstance,
  ): Promise<Removal | undefined> {
    const { knex, storage } = this.options;
    const manifest = await agentStores(knex).points.readManifest(started.id);
    const keys = new Set((manifest ? objectsOf(manifest) : []).map(o => o.key));
    const folder = `${folderOf(instance, started.id)}/`;
    for await (const { key } of storage.listVersions(folder)) keys.add(key);
    try {
      for (const key of keys) {
        // A manifest names nothing outside of its folder, and nothing there is ever deleted.
        if (key.startsWith(folder)) await storage.deleteObject(key);
      }
      return undefined;
    } catch (error) {
      const message = messageOfRefusal(error);
      await this.#note(started, instance, message, {});
      return { outcome: 'refused', message };
    }
  }

  /** Shown beside the point until it is gone. */
  async #note(
    started: RecordedPoint,
    instance: StoredInstance,
    message: string,
    change: Partial<RecordedPoint>,
  ): Promise<void> {
    const { records } = this.options;
    if (
      started.problem?.message === message &&
      !('deletionStartedAt' in change)
    ) {
      return;
    }
    await records.transaction(async trx => {
      const noted = await agentStores(trx).points.transition(started.id, {
        from: ['expired'],
        to: 'expired',
        revision: started.revision,
        change: { ...change, problem: { kind: 'deletion-refused', message } },
        recorded: true,
      });
      await records.commit(trx, draftPointStatusRecord(noted, instance));
    });
  }

  /** (d) */
  async #finish(
    started: RecordedPoint,
    instance: StoredInstance,
  ): Promise<void> {
    const { records, now } = this.options;
    await records.transaction(async trx => {
      const deleted = await agentStores(trx).points.transition(started.id, {
        from: ['expired'],
        to: 'deleted',
        change: { deletedAt: now(), problem: undefined },
        recorded: true,
      });
      // As a rebuild would have it: what is not in storage is not in the index.
      await trx('recovery_points')
        .where({ id: started.id })
        .update({ manifest: null });
      await records.commit(trx, draftPointStatusRecord(deleted, instance));
    });
  }
}

/** Refused for good until somebody acts; anything else is thrown, and tried again soon. */
function messageOfRefusal(error: unknown): string {
  const { name, kind, retryable } = error as {
    name?: string;
    kind?: string;
    retryable?: boolean;
  };
  if (name !== 'SafepointError' || retryable || kind !== 'storage-denied') {
    throw error;
  }
  return `${
    (error as Error).message
  } It may be locked or held there; look at its lock, and at what the portal may delete.`;
}
