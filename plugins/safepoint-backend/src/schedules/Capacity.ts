import type { Knex } from 'knex';
import type { Row } from '../database/TableMapping';
import type { ScheduleRules } from './ScheduleRules';
import type { Workplace } from './Workplaces';

/** Requests that occupy GitLab, or are about to. */
const occupying = ['approved', 'triggering', 'triggered', 'running'];

/** How much may still be started, of what people asked for and what was scheduled together. */
export class Capacity {
  readonly #projects: Map<string, number>;
  #fleet: number;

  private constructor(
    private readonly atOnce: ScheduleRules['atOnce'],
    projects: Map<string, number>,
  ) {
    this.#projects = projects;
    this.#fleet = [...projects.values()].reduce((sum, one) => sum + one, 0);
  }

  static async measure(
    connection: Knex,
    atOnce: ScheduleRules['atOnce'],
  ): Promise<Capacity> {
    const rows: Row[] = await connection('requests')
      .whereIn('status', occupying)
      .groupBy('issuer', 'project_id')
      .select('issuer', 'project_id')
      .count({ open: '*' });
    return new Capacity(
      atOnce,
      new Map(
        rows.map(row => [`${row.issuer} ${row.project_id}`, Number(row.open)]),
      ),
    );
  }

  get isFleetFull(): boolean {
    return this.#fleet >= this.atOnce.fleet;
  }

  isFull(workplace: Workplace): boolean {
    return this.#openIn(workplace) >= this.atOnce.perProject;
  }

  take(workplace: Workplace): void {
    this.#fleet += 1;
    this.#projects.set(keyOf(workplace), this.#openIn(workplace) + 1);
  }

  #openIn(workplace: Workplace): number {
    return this.#projects.get(keyOf(workplace)) ?? 0;
  }
}

function keyOf({ issuer, projectId }: Workplace): string {
  return `${issuer} ${projectId}`;
}
