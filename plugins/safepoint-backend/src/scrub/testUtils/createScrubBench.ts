import type { ScrubConfig } from '../../config/scrub';
import { FakeAgent } from '../../agent/testUtils/FakeAgent';
import type { Workbench } from '../../agent/testUtils/createWorkbench';
import type { ScrubDependencies } from '../ScrubDependencies';
import { Scrubber } from '../Scrubber';
import { StorageListing } from '../StorageListing';
import { UsualJudge } from '../UsualJudge';

export const week = 7 * 86_400;

/** A workbench, an agent, and a scrub over them whose clock is the workbench's. */
export function createScrubBench(
  bench: Workbench,
  changes: Partial<ScrubConfig> = {},
) {
  const dependencies: ScrubDependencies = {
    ...bench.dependencies,
    config: {
      ...bench.dependencies.config,
      scrub: {
        periodSeconds: week,
        readShare: 0,
        readBytesPerDay: 1024 ** 3,
        strayAfterSeconds: week,
        ...changes,
      },
    },
  };
  const folderOf = (id: string) => `default/resource/orders-db/staging/${id}`;
  const world = {
    ...bench,
    dependencies,
    agent: new FakeAgent(bench),
    scrubber: new Scrubber(dependencies),
    listing: new StorageListing(dependencies),
    usual: new UsualJudge(dependencies),
    folderOf,
    /** A whole period in steps of a day, with what is wanted read. */
    async passPeriod(days = 8) {
      await world.scrubber.look();
      for (let day = 0; day < days; day += 1) {
        bench.advance(86_400);
        await world.scrubber.look();
        await world.scrubber.read();
      }
    },
    /** The problems of the scrub that are open now. */
    async openProblems(): Promise<{ code: string; text: string }[]> {
      return bench
        .knex('problems')
        .where({ source: 'scrub' })
        .whereNull('resolved_at')
        .select('code', 'text');
    },
  };
  return world;
}
