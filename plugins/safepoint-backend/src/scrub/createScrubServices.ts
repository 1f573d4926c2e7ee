import type { ScheduledTask } from '../tasks';
import type { ScrubDependencies } from './ScrubDependencies';
import { Scrubber } from './Scrubber';
import { StorageListing } from './StorageListing';

/** Wires the scrub. */
export function createScrubServices(dependencies: ScrubDependencies) {
  return {
    scrubber: new Scrubber(dependencies),
    listing: new StorageListing(dependencies),
  };
}

/** A long read keeps no look waiting, so they are tasks of their own. */
export function createScrubTasks(
  services: ReturnType<typeof createScrubServices>,
): ScheduledTask[] {
  const { listing, scrubber } = services;
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
