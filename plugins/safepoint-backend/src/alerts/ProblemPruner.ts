import type { Knex } from 'knex';

/** How long people can look up what was resolved. */
const problemDays = 90;
/** A fact is found again within that time, or is news. */
const alertDays = 30;

/** Forgets problems that ended long ago, and alerts that were told. */
export class ProblemPruner {
  constructor(private readonly options: { knex: Knex; now?: () => Date }) {}

  async prune(): Promise<void> {
    const { knex, now = () => new Date() } = this.options;
    const daysAgo = (days: number) =>
      new Date(now().getTime() - days * 86_400_000).toISOString();
    await knex('problems')
      .where('closed_at', '<', daysAgo(problemDays))
      .delete();
    await knex('alert_outbox')
      .where('told_at', '<', daysAgo(alertDays))
      .delete();
  }
}
