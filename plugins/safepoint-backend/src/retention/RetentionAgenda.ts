import type { Knex } from 'knex';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import type { RecordedPoint } from '../database/RecordedPoint';

const restMs = 3_600_000;

/**
 * What retention has to look at, and when; none of it is a fact of storage. Each query costs by what is
 * due and not by what there is. A claim is one guarded UPDATE, so that of several replicas one works.
 */
export class RetentionAgenda {
  readonly #connection: Knex;

  constructor(connection: Knex) {
    this.#connection = connection;
  }

  /** Available points that retention knows nothing of yet. */
  async listUnseen(now: Date, limit: number): Promise<RecordedPoint[]> {
    const rows = await this.#points
      .where({ status: 'available' })
      .whereNull('retention_seen_at')
      .andWhere(free => isFree(free, now))
      .orderBy('id')
      .limit(limit)
      .select(recoveryPointMapping.columns);
    return rows.map(row => recoveryPointMapping.fromRow(row));
  }

  async markSeen(pointId: string, now: Date): Promise<void> {
    await this.#points
      .where({ id: pointId })
      .update({ retention_seen_at: now.toISOString(), retention_due_at: null });
  }

  /** Points whose time of grace is over; the longest waiting first. */
  async listDeletable(now: Date, limit: number): Promise<RecordedPoint[]> {
    const rows = await this.#points
      .where({ status: 'expired' })
      .andWhere('delete_after', '<=', now.toISOString())
      .andWhere(free => isFree(free, now))
      .orderBy(['delete_after', 'id'])
      .limit(limit)
      .select(recoveryPointMapping.columns);
    return rows.map(row => recoveryPointMapping.fromRow(row));
  }

  /** False if another replica works on it, or nobody is to before its time. */
  async tryClaimPoint(
    pointId: string,
    { now, until }: { now: Date; until: Date },
  ): Promise<boolean> {
    const count = await this.#points
      .where({ id: pointId })
      .andWhere(free => isFree(free, now))
      .update({ retention_due_at: until.toISOString() });
    return count > 0;
  }

  async postponePoint(pointId: string, until: Date): Promise<void> {
    await this.#points
      .where({ id: pointId })
      .update({ retention_due_at: until.toISOString() });
  }

  /** Plan the instance now, whenever it was to be planned. */
  async makeDue(instanceId: string, now: Date): Promise<void> {
    await this.#instances
      .insert({ instance_id: instanceId, due_at: now.toISOString() })
      .onConflict('instance_id')
      .merge(['due_at']);
  }

  /** Plan the instance soon, but not more often than once an hour for whatever comes in. */
  async makeDueSoon(instanceId: string, now: Date): Promise<void> {
    const known = await this.#instances
      .where({ instance_id: instanceId })
      .first();
    const restsUntil = known?.planned_at
      ? new Date(new Date(known.planned_at).getTime() + restMs)
      : now;
    const due = restsUntil > now ? restsUntil : now;
    if (!known) {
      await this.makeDue(instanceId, now);
      return;
    }
    await this.#instances
      .where({ instance_id: instanceId })
      .andWhere('due_at', '>', due.toISOString())
      .update({ due_at: due.toISOString() });
  }

  async listDueInstances(now: Date, limit: number): Promise<string[]> {
    const rows = await this.#instances
      .where('due_at', '<=', now.toISOString())
      .orderBy(['due_at', 'instance_id'])
      .limit(limit);
    return rows.map(row => row.instance_id);
  }

  /** Puts the instance off until then; false if another replica has done so already. */
  async tryClaimInstance(
    instanceId: string,
    { now, until }: { now: Date; until: Date },
  ): Promise<boolean> {
    const count = await this.#instances
      .where({ instance_id: instanceId })
      .andWhere('due_at', '<=', now.toISOString())
      .update({ due_at: until.toISOString() });
    return count > 0;
  }

  /** Unless somebody has made it due in the meantime. */
  async finishInstance(
    instanceId: string,
    plan: { claimedUntil: Date; plannedAt: Date; dueAt: Date },
  ): Promise<void> {
    await this.#instances
      .where({
        instance_id: instanceId,
        due_at: plan.claimedUntil.toISOString(),
      })
      .update({
        due_at: plan.dueAt.toISOString(),
        planned_at: plan.plannedAt.toISOString(),
      });
  }

  get #points() {
    return this.#connection(recoveryPointMapping.table);
  }

  get #instances() {
    return this.#connection('retention_instances');
  }
}

function isFree(query: Knex.QueryBuilder, now: Date): void {
  query
    .whereNull('retention_due_at')
    .orWhere('retention_due_at', '<=', now.toISOString());
}
