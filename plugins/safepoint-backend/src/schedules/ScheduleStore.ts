import type { Knex } from 'knex';
import type { Schedule, UsedSlot } from './Schedule';
import { scheduleMapping } from './scheduleMapping';

/** What a tick changes; text all of it. */
const changing = [
  ...['slot', 'next_due_at', 'look_at', 'last_slot'],
  ...['delay', 'delay_reason', 'problem'],
];

interface UsedSlotRow {
  instance_id: string;
  kind: Schedule['kind'];
  slot: string;
}

type ScheduleKey = Pick<Schedule, 'instanceId' | 'kind'>;

/** Rows of one statement; SQLite takes at most 32,766 values. */
const chunkSize = 500;

/** Schedules as rows. Every change is one UPDATE that is guarded by the revision that it was decided on. */
export class ScheduleStore {
  constructor(private readonly connection: Knex) {}

  async find({ instanceId, kind }: ScheduleKey): Promise<Schedule | undefined> {
    const row = await this.#table
      .where({ instance_id: instanceId, kind })
      .first();
    return row && scheduleMapping.fromRow(row);
  }

  async findByInstances(instanceIds: string[]): Promise<Schedule[]> {
    const rows = await this.#table
      .whereIn('instance_id', instanceIds)
      .orderBy('kind');
    return rows.map(row => scheduleMapping.fromRow(row));
  }

  /** Those that a tick has to look at, the longest waiting first. */
  async listDue(now: Date, limit: number): Promise<Schedule[]> {
    const rows = await this.#table
      .where('look_at', '<=', now.toISOString())
      .orderBy(['look_at', 'instance_id', 'kind'])
      .limit(limit);
    return rows.map(row => scheduleMapping.fromRow(row));
  }

  /** Those whose turn was before that moment and of which nobody was told. */
  async listUntoldSince(moment: Date, limit: number): Promise<Schedule[]> {
    const rows = await this.#table
      .where('next_due_at', '<', moment.toISOString())
      .whereNull('problem')
      .orderBy(['next_due_at', 'instance_id', 'kind'])
      .limit(limit);
    return rows.map(row => scheduleMapping.fromRow(row));
  }

  async countLate(moment: Date): Promise<number> {
    const row = await this.#table
      .where('next_due_at', '<', moment.toISOString())
      .count({ late: '*' })
      .first();
    return Number(row?.late ?? 0);
  }

  /** Those that are there already stay as they are. */
  async insertMissing(schedules: Schedule[]): Promise<void> {
    for (let at = 0; at < schedules.length; at += chunkSize) {
      const rows = schedules
        .slice(at, at + chunkSize)
        .map(schedule => scheduleMapping.toRow(schedule));
      await this.#table
        .insert(rows)
        .onConflict(['instance_id', 'kind'])
        .ignore();
    }
  }

  /** False if somebody else changed it since it was read. */
  async tryUpdate(
    schedule: Schedule,
    change: Partial<Schedule>,
  ): Promise<boolean> {
    const count = await this.#one(schedule).update(
      scheduleMapping.toChange({ ...change, revision: schedule.revision + 1 }),
    );
    return count > 0;
  }

  /**
   * Several changes of turns by few statements, each guarded as by `tryUpdate`.
   *
   * @returns those that nobody else has changed since they were read
   */
  async updateAll(
    changes: { schedule: Schedule; change: Partial<Schedule> }[],
  ): Promise<Set<Schedule>> {
    const updated = new Set<Schedule>();
    for (let at = 0; at < changes.length; at += chunkSize) {
      const chunk = changes.slice(at, at + chunkSize);
      const keys = await this.#updateChunk(chunk);
      for (const { schedule } of chunk) {
        if (keys.has(keyOf(schedule))) updated.add(schedule);
      }
    }
    return updated;
  }

  async #updateChunk(
    changes: { schedule: Schedule; change: Partial<Schedule> }[],
  ): Promise<Set<string>> {
    const rows = changes.map(({ schedule, change }) =>
      scheduleMapping.toRow({ ...schedule, ...change }),
    );
    const place = `(${['cast(? as integer)', ...changing.map(() => '?')].join(
      ', ',
    )}, ?, ?)`;
    // `values` names its columns alike in SQLite and PostgreSQL.
    const set = changing.map((name, index) => `${name} = v.column${index + 2}`);
    const last = changing.length + 2;
    const result = await this.connection.raw(
      `update schedules set ${set.join(', ')}, revision = schedules.revision + 1
       from (values ${rows.map(() => place).join(', ')}) as v
       where schedules.instance_id = v.column${last} and schedules.kind = v.column${
        last + 1
      } and schedules.revision = v.column1
       returning schedules.instance_id, schedules.kind`,
      rows.flatMap(row => [
        row.revision as number,
        ...changing.map(name => row[name] as string | null),
        row.instance_id as string,
        row.kind as string,
      ]),
    );
    // The drivers of the two databases answer differently.
    const found: { instance_id: string; kind: string }[] =
      result.rows ?? result;
    return new Set(found.map(row => `${row.kind} ${row.instance_id}`));
  }

  async tryDelete(schedule: Schedule): Promise<boolean> {
    return (await this.#one(schedule).delete()) > 0;
  }

  /** The newest slot of each work that a request was made for. */
  async findUsedSlots(instanceIds: string[]): Promise<UsedSlot[]> {
    const rows: UsedSlotRow[] = await this.connection('requests')
      .whereIn('instance_id', instanceIds)
      .whereNotNull('slot')
      .groupBy('instance_id', 'kind')
      .select('instance_id', 'kind')
      .max({ slot: 'slot' });
    return rows.map(row => ({
      instanceId: row.instance_id,
      kind: row.kind,
      slot: new Date(row.slot),
    }));
  }

  #one({ instanceId, kind, revision }: Schedule) {
    return this.#table.where({ instance_id: instanceId, kind, revision });
  }

  get #table() {
    return this.connection(scheduleMapping.table);
  }
}

function keyOf({ instanceId, kind }: Schedule): string {
  return `${kind} ${instanceId}`;
}
