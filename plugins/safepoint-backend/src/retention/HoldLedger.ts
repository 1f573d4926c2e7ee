import { ConflictError } from '@backstage/errors';
import { isHolding } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records';
import { draftPointStatusRecord } from '../records/recordDrafts';
import { draftHoldRecord } from './draftHoldRecord';
import { HoldStore } from './HoldStore';
import type { RecordedHold } from './RecordedHold';

/** Anything of which something is, or should be, in storage. */
const holdable: RecordedPoint['status'][] = [
  'available',
  'expired',
  'missing',
  'corrupt',
  'hidden',
];

/**
 * Writes holds down, each together with what it makes of its point. The point's revision is counted up by
 * every one, so that a hold and the deletion of its point exclude each other: whoever comes second fails.
 */
export class HoldLedger {
  constructor(
    private readonly dependencies: {
      records: DurableRecords;
      now: () => Date;
    },
  ) {}

  /** What was planned to go is available again. */
  async place(
    hold: RecordedHold,
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<void> {
    if (!holdable.includes(point.status) || point.deletionStartedAt) {
      throw new ConflictError(
        `Recovery point ${point.id} is ${
          point.deletionStartedAt ? 'being deleted' : point.status
        }; there is nothing to keep any more.`,
      );
    }
    const { records } = this.dependencies;
    await records.transaction(async trx => {
      await new HoldStore(trx).insert(hold);
      await records.commit(trx, draftHoldRecord(hold, instance));
      await this.#changePoint(trx, point, instance);
    });
  }

  async release(
    hold: RecordedHold,
    change: Pick<RecordedHold, 'releasedBy' | 'releaseReason'>,
    context: { point?: RecordedPoint; instance: StoredInstance },
  ): Promise<RecordedHold> {
    const { records, now } = this.dependencies;
    const { point, instance } = context;
    return records.transaction(async trx => {
      const released = await new HoldStore(trx).update(hold, {
        ...change,
        releasedAt: now(),
        enforcement: hold.kind === 'pin' ? 'lifted' : 'pending',
      });
      await records.commit(trx, draftHoldRecord(released, instance));
      if (point && holdable.includes(point.status)) {
        await this.#changePoint(trx, point, instance);
      }
      return released;
    });
  }

  async #changePoint(
    trx: Knex.Transaction,
    point: RecordedPoint,
    instance: StoredInstance,
  ): Promise<void> {
    const { records, now } = this.dependencies;
    const all = await new HoldStore(trx).listByPoints([point.id]);
    const active = all.filter(hold => isHolding(hold, now()));
    const back = point.status === 'expired' && active.length > 0;
    const changed = await agentStores(trx).points.transition(point.id, {
      from: [point.status],
      to: back ? 'available' : point.status,
      revision: point.revision,
      change: {
        held: active.some(({ kind }) => kind === 'legal-hold') || undefined,
        pinnedUntil: latest(active.flatMap(({ until }) => until ?? [])),
        ...(back && {
          expiredAt: undefined,
          deleteAfter: undefined,
          problem: undefined,
        }),
      },
      recorded: true,
    });
    await records.commit(trx, draftPointStatusRecord(changed, instance));
  }
}

function latest(moments: Date[]): Date | undefined {
  return moments.reduce<Date | undefined>(
    (found, moment) => (!found || moment > found ? moment : found),
    undefined,
  );
}
