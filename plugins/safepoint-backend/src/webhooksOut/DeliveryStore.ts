import type { EndpointCircuit } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Delivery, StoredEvent } from './Delivery';
import { deliveryMapping, eventMapping } from './deliveryMapping';

const free = (now: Date) => (builder: Knex.QueryBuilder) =>
  builder
    .whereNull('claimed_until')
    .orWhere('claimed_until', '<=', now.toISOString());

/** Deliveries as rows. Whoever tries one claims it by a guarded UPDATE, for as long as a try can take. */
export class DeliveryStore {
  constructor(private readonly connection: Knex) {}

  async listDue(
    endpointId: string,
    now: Date,
    limit: number,
  ): Promise<Delivery[]> {
    const rows = await this.#unclaimed(endpointId, now)
      .andWhere('next_attempt_at', '<=', now.toISOString())
      .orderBy(['next_attempt_at', 'id'])
      .limit(limit);
    return rows.map(row => deliveryMapping.fromRow(row));
  }

  /** False if another replica was first. */
  async tryClaim(
    id: string,
    claim: { claim: string; now: Date; until: Date },
  ): Promise<boolean> {
    const count = await this.#table
      .where({ id, status: 'pending' })
      .andWhere('next_attempt_at', '<=', claim.now.toISOString())
      .andWhere(free(claim.now))
      .update(
        deliveryMapping.toChange({
          claim: claim.claim,
          claimedUntil: claim.until,
        }),
      );
    return count > 0;
  }

  /** False if the claim has run out and somebody else has it; what they find counts. */
  async trySettle(
    { id, claim }: { id: string; claim: string },
    change: Partial<Delivery>,
  ): Promise<boolean> {
    const count = await this.#table
      .where({ id, claim, status: 'pending' })
      .update(
        deliveryMapping.toChange({
          ...change,
          claim: undefined,
          claimedUntil: undefined,
        }),
      );
    return count > 0;
  }

  /** Gives up what is overdue and that nobody tries now. */
  async buryOverdue(
    endpointId: string,
    now: Date,
    problem: string,
  ): Promise<number> {
    return this.#unclaimed(endpointId, now)
      .andWhere('deadline', '<=', now.toISOString())
      .update(
        deliveryMapping.toChange({ status: 'dead', settledAt: now, problem }),
      );
  }

  /** Gives up what waits for endpoints that there are no more. */
  async buryForgotten(
    endpointIds: string[],
    now: Date,
    problem: string,
  ): Promise<number> {
    return this.#table
      .whereNotIn('endpoint_id', endpointIds)
      .andWhere({ status: 'pending' })
      .update(
        deliveryMapping.toChange({ status: 'dead', settledAt: now, problem }),
      );
  }

  /** A dead letter is sent again, under the same id. False if it is none. */
  async tryRevive(id: string, now: Date, deadline: Date): Promise<boolean> {
    const count = await this.#table.where({ id, status: 'dead' }).update(
      deliveryMapping.toChange({
        status: 'pending',
        attempts: 0,
        nextAttemptAt: now,
        deadline,
        settledAt: undefined,
      }),
    );
    return count > 0;
  }

  async find(id: string): Promise<Delivery | undefined> {
    const row = await this.#table.where({ id }).first();
    return row && deliveryMapping.fromRow(row);
  }

  async findEvents(ids: string[]): Promise<Map<string, StoredEvent>> {
    const rows = await this.connection(eventMapping.table).whereIn('id', ids);
    return new Map(rows.map(row => [row.id, eventMapping.fromRow(row)]));
  }

  /** Newest first. */
  async page(query: {
    status?: string;
    endpointId?: string;
    before?: string;
    limit: number;
  }): Promise<Delivery[]> {
    const { before, endpointId, limit, status } = query;
    const page = this.#table
      .where({
        ...(status !== undefined && { status }),
        ...(endpointId !== undefined && { endpoint_id: endpointId }),
      })
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) page.andWhere('id', '<', before);
    return (await page).map(row => deliveryMapping.fromRow(row));
  }

  async count(): Promise<
    { endpointId: string; status: string; count: number }[]
  > {
    const rows: Record<string, unknown>[] = await this.#table
      .groupBy('endpoint_id', 'status')
      .select('endpoint_id', 'status')
      .count({ count: '*' });
    return rows.map(({ endpoint_id, status, count }) => ({
      endpointId: String(endpoint_id),
      status: String(status),
      count: Number(count),
    }));
  }

  async readCircuit(endpointId: string): Promise<EndpointCircuit> {
    const row = await this.connection('webhook_endpoints')
      .where({ id: endpointId })
      .first();
    return {
      failures: row?.failures ?? 0,
      ...(row?.open_until && { openUntil: new Date(row.open_until) }),
    };
  }

  async writeCircuit(
    endpointId: string,
    circuit: EndpointCircuit,
  ): Promise<void> {
    await this.connection('webhook_endpoints')
      .insert({
        id: endpointId,
        failures: circuit.failures,
        open_until: circuit.openUntil?.toISOString() ?? null,
      })
      .onConflict('id')
      .merge();
  }

  /** What was settled before goes, and the events that nobody waits for. */
  async prune(before: {
    delivered: Date;
    dead: Date;
    events: Date;
  }): Promise<void> {
    for (const status of ['delivered', 'dead'] as const) {
      await this.#table
        .where({ status })
        .andWhere('settled_at', '<', before[status].toISOString())
        .delete();
    }
    await this.connection(eventMapping.table)
      .where('created_at', '<', before.events.toISOString())
      .whereNotIn('id', this.#table.select('event_id'))
      .delete();
  }

  #unclaimed(endpointId: string, now: Date) {
    return this.#table
      .where({ endpoint_id: endpointId, status: 'pending' })
      .andWhere(free(now));
  }

  get #table() {
    return this.connection(deliveryMapping.table);
  }
}
