import {
  findTwin,
  type ScheduledWork,
  type RequestKind,
  type RequestStatus,
  type TurnObstacle,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Capacity } from './Capacity';
import type { DueWork } from './DueWork';
import { groupByInstance } from './groupByInstance';
import { PauseStore, unlessResumed } from './PauseStore';
import type { RecordedPause } from './pauseMapping';
import { ScheduleStore } from './ScheduleStore';

interface OpenRequest {
  instanceId: string;
  kind: RequestKind;
  status: RequestStatus;
}

const open = ['approved', 'triggering', 'triggered', 'running'];

/** What is in the way of due work now, read by four queries inside the transaction that starts it. */
export class Hindrances {
  private constructor(
    private readonly pausesOf: (instanceId: string) => RecordedPause[],
    private readonly leases: Map<string, { purpose: string; until: string }>,
    private readonly requestsOf: (instanceId: string) => OpenRequest[],
    private readonly used: Map<string, Date>,
  ) {}

  static async read(
    trx: Knex.Transaction,
    instanceIds: string[],
    now: Date,
  ): Promise<Hindrances> {
    const pauses = await new PauseStore(trx).findByInstances(instanceIds);
    const leases = await trx('leases')
      .whereIn('instance_id', instanceIds)
      .whereNotNull('holder')
      .where('expires_at', '>', now.toISOString());
    const requests = await trx('requests')
      .whereIn('instance_id', instanceIds)
      .whereIn('status', open)
      .select({ instanceId: 'instance_id', kind: 'kind', status: 'status' });
    const used = await new ScheduleStore(trx).findUsedSlots(instanceIds);
    return new Hindrances(
      groupByInstance(pauses),
      new Map(
        leases.map(lease => [
          lease.instance_id,
          { purpose: lease.purpose, until: lease.expires_at },
        ]),
      ),
      groupByInstance<OpenRequest>(requests),
      new Map(used.map(one => [`${one.kind} ${one.instanceId}`, one.slot])),
    );
  }

  pauseOf(instanceId: string, kind: ScheduledWork): RecordedPause | undefined {
    return unlessResumed(
      this.pausesOf(instanceId).find(pause => pause.kind === kind),
    );
  }

  /** Whether a request was made for the slot, or for one after it. */
  isUsed(instanceId: string, kind: ScheduledWork, slot: Date): boolean {
    const used = this.used.get(`${kind} ${instanceId}`);
    return used !== undefined && used >= slot;
  }

  /** The first thing that keeps it from being started. */
  obstacleOf(work: DueWork, capacity: Capacity): TurnObstacle | undefined {
    const { instance, point, schedule, workplace } = work;
    const { kind } = schedule;
    if (!workplace) {
      return {
        because: 'no-recovery-project',
        reason: `No recovery project is entitled to it: confirm a binding of ${instance.entityRef} in ${instance.environment} that allows a ${kind}.`,
      };
    }
    if (kind === 'drill' && !point) {
      return {
        because: 'nothing-to-drill',
        reason: 'There is no recovery point to drill; take a backup first.',
      };
    }
    const twin = findTwin(kind, this.requestsOf(instance.id));
    if (twin) {
      return {
        because: 'under-way',
        reason: `A ${kind} of it is under way already (${twin.status}).`,
      };
    }
    const lease = this.leases.get(instance.id);
    if (lease) {
      return {
        because: 'store-busy',
        reason: `A ${lease.purpose} holds the store, until ${lease.until} unless it is done or renews before.`,
      };
    }
    return capacity.isFull(workplace)
      ? {
          because: 'project-full',
          reason: `As much as may be at once is under way in recovery project ${workplace.projectId}.`,
        }
      : undefined;
  }
}
