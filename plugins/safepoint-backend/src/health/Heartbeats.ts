import type {
  StandstillView,
  TaskHealthView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

/** Something that the portal does by itself, and how long it may be without success. */
export interface WatchedTask {
  id: string;
  boundSeconds: number;
}

/**
 * A dead man's switch: whatever the portal does by itself says so each time that it succeeded, and whoever
 * asks is told what has fallen silent. All replicas share the table, since a task runs on one of them at a
 * time; each judges what it was started with.
 */
export class Heartbeats {
  #watched: WatchedTask[] = [];

  constructor(private readonly options: { knex: Knex; now?: () => Date }) {}

  /** From now on these must succeed; a task that is new has its whole bound before it counts as silent. */
  async watch(tasks: WatchedTask[]): Promise<void> {
    this.#watched = [...this.#watched, ...tasks];
    if (tasks.length === 0) return;
    const since = this.#now().toISOString();
    await this.options
      .knex('heartbeats')
      .insert(tasks.map(({ id }) => ({ task_id: id, since })))
      .onConflict('task_id')
      .ignore();
  }

  async beat(id: string): Promise<void> {
    const now = this.#now().toISOString();
    await this.options
      .knex('heartbeats')
      .insert({ task_id: id, since: now, beaten_at: now })
      .onConflict('task_id')
      .merge(['beaten_at']);
  }

  async check(): Promise<TaskHealthView[]> {
    const now = this.#now().getTime();
    const rows = await this.options.knex('heartbeats').whereIn(
      'task_id',
      this.#watched.map(({ id }) => id),
    );
    return this.#watched.flatMap(({ id, boundSeconds }) => {
      const row = rows.find(({ task_id: taskId }) => taskId === id);
      if (!row) return [];
      const since = new Date(row.beaten_at ?? row.since);
      const ageSeconds = Math.max(0, (now - since.getTime()) / 1_000);
      return [
        { task: id, since: since.toISOString(), ageSeconds, boundSeconds },
      ];
    });
  }

  /** What stands still, and since when the first of it; undefined while everything works. */
  async findStandstill(): Promise<StandstillView | undefined> {
    const tasks = (await this.check()).filter(standsStill);
    if (tasks.length === 0) return undefined;
    const since = tasks
      .map(task => task.since)
      .reduce((a, b) => (a < b ? a : b));
    return { since, tasks };
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

export function standsStill({
  ageSeconds,
  boundSeconds,
}: TaskHealthView): boolean {
  return (ageSeconds ?? Infinity) > boundSeconds;
}
