import type { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { audited } from '../audit/audited';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { DurableRecords } from '../records';
import { draftPointStatusRecord } from '../records/recordDrafts';
import type { PlannedPoint } from './RetentionPlanner';

export interface PointExpirerOptions {
  records: DurableRecords;
  auditor: AuditorService;
  graceSeconds: number;
  now: () => Date;
}

/**
 * The first of two steps: `available → expired`, with the moment until which that can be taken back, and
 * back again where a rule, a hold or a fact keeps the point after all. Nothing in storage is touched.
 */
export class PointExpirer {
  constructor(private readonly options: PointExpirerOptions) {}

  /** What has changed since the plan was made stays as it is; it is planned again. */
  async apply(
    instance: StoredInstance,
    decisions: PlannedPoint[],
  ): Promise<void> {
    for (const decision of decisions) {
      const { point, keep } = decision;
      if (!keep && point.status === 'available') {
        await ignoreConflict(this.#expire(instance, decision));
      } else if (
        keep &&
        point.status === 'expired' &&
        !point.deletionStartedAt
      ) {
        await ignoreConflict(this.takeBack(instance, decision));
      }
    }
  }

  async #expire(
    instance: StoredInstance,
    { point, reasons }: PlannedPoint,
  ): Promise<void> {
    const now = this.options.now();
    const deleteAfter = new Date(
      now.getTime() + this.options.graceSeconds * 1000,
    );
    const why = reasons.map(({ message }) => message).join(' ');
    await this.#change('recovery-point-expire', instance, point, why, {
      from: 'available',
      to: 'expired',
      change: { expiredAt: now, deleteAfter },
    });
  }

  /** Throws a `ConflictError` if the point has changed since it was read. */
  async takeBack(
    instance: StoredInstance,
    { point, reasons }: PlannedPoint,
  ): Promise<void> {
    const why = reasons.map(({ message }) => message).join(' ');
    await this.#change('recovery-point-keep', instance, point, why, {
      from: 'expired',
      to: 'available',
      change: {
        expiredAt: undefined,
        deleteAfter: undefined,
        problem: undefined,
      },
    });
  }

  async #change(
    eventId: string,
    instance: StoredInstance,
    point: RecordedPoint,
    why: string,
    transition: {
      from: RecordedPoint['status'];
      to: RecordedPoint['status'];
      change: Partial<RecordedPoint>;
    },
  ): Promise<void> {
    const { auditor, records } = this.options;
    const meta = {
      recoveryPointId: point.id,
      entityRef: instance.entityRef,
      environment: instance.environment,
      why,
    };
    await audited(auditor, { eventId, meta }, () =>
      records.transaction(async trx => {
        const changed = await agentStores(trx).points.transition(point.id, {
          ...transition,
          from: [transition.from],
          revision: point.revision,
          recorded: true,
        });
        await records.commit(trx, draftPointStatusRecord(changed, instance));
      }),
    );
  }
}

async function ignoreConflict(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isError(error) || error.name !== 'ConflictError') throw error;
  }
}
