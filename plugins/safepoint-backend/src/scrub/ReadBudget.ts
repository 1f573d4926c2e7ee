import type { Knex } from 'knex';

/** How much may still be read in full today. */
export class ReadBudget {
  constructor(
    private readonly options: {
      knex: Knex;
      bytesPerDay: number;
      now: () => Date;
    },
  ) {}

  async isSpent(): Promise<boolean> {
    const { knex, bytesPerDay } = this.options;
    const row = await knex('scrub_reads').where({ day: this.#today() }).first();
    return Number(row?.bytes ?? 0) >= bytesPerDay;
  }

  /**
   * Takes the bytes before they are read; false if nothing is left. A point that is larger than what is left
   * is read all the same: otherwise one that is larger than a day's bytes would never be.
   */
  async tryTake(bytes: number): Promise<boolean> {
    const { knex, bytesPerDay } = this.options;
    const day = this.#today();
    await knex('scrub_reads').insert({ day, bytes: 0 }).onConflict().ignore();
    const taken = await knex('scrub_reads')
      .where({ day })
      .andWhere('bytes', '<', bytesPerDay)
      .increment('bytes', bytes);
    return taken === 1;
  }

  #today(): string {
    return this.options.now().toISOString().slice(0, 10);
  }
}
