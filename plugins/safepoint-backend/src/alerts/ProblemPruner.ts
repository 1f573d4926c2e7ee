import type { Knex } from 'knex';

/** How long people can look up what was resolved. */
const keptDays = 90;

/** Forgets problems that ended long ago. */
export class ProblemPruner {
  constructor(private readonly options: { knex: Knex; now?: () => Date }) {}

  async prune(): Promise<void> {
    const now = this.options.now?.() ?? new Date();
    const before = new Date(now.getTime() - keptDays * 86_400_000);
    await this.options
      .knex('problems')
      .where('closed_at', '<', before.toISOString())
      .delete();
  }
}
