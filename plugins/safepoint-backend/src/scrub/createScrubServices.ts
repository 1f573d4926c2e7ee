import type { ScheduledTask } from '../tasks';
import type { ScrubDependencies } from './ScrubDependencies';
import { Scrubber } from './Scrubber';
import { StorageListing } from './StorageListing';
import { UsualJudge } from './UsualJudge';

/** Wires the scrub. */
export function createScrubServices(dependencies: ScrubDependencies) {
  return {
    scrubber: new Scrubber(dependencies),
    listing: new StorageListing(dependencies),
    usual: new UsualJudge(dependencies),
  };
}

/** A long read keeps no look waiting, so they are tasks of their own. */
export function createScrubTasks(
  services: ReturnType<typeof createScrubServices>,
): ScheduledTask[] {
  const { listing, scrubber, usual } = services;
  const schedule = {
    frequency: { minutes: 1 },
    timeout: { minutes: 15 },
    initialDelay: { seconds: 20 },
  };
  return [
    {
      id: 'safepoint-scrub-look',
      schedule: { ...schedule, timeout: { minutes: 5 } },
      run: async () => {
        await scrubber.look();
      },
    },
    {
      id: 'safepoint-judge-usual',
      schedule: { ...schedule, frequency: { seconds: 30 } },
      run: () => usual.judgeNew(),
    },
    {
      id: 'safepoint-scrub-list',
      schedule,
      run: async () => {
        await listing.go();
      },
    },
    {
      id: 'safepoint-scrub-read',
      // One that reads for longer goes on; whoever starts beside it takes other points.
      schedule: { ...schedule, frequency: { minutes: 5 } },
      run: async () => {
        await scrubber.read();
      },
    },
  ];
}
