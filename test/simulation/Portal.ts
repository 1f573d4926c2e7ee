import type { Problem } from '@safepoint/backstage-plugin-safepoint-common';
import type { FleetStore } from './fleet';
import { contains, type Interval } from './Interval';
import { ProblemDesk } from './ProblemDesk';
import { nextTick, type Timeline } from './Timeline';

/** How often the portal does what, in seconds; as its scheduled tasks say. */
const ticks = {
  schedule: 15,
  posture: 5,
  alerts: 10,
  sweep: 30,
  scrub: 60,
  retention: 60,
};

/** The portal's scheduler: everything in its tick, nothing while it is down, everything after that. */
export class Portal {
  readonly #desks = new Map<string, ProblemDesk>();

  constructor(
    readonly timeline: Timeline,
    private readonly outages: Interval[],
  ) {}

  plan(task: keyof typeof ticks, at: number, work: () => void): void {
    const turn = nextTick(Math.max(at, this.timeline.now), ticks[task]);
    this.timeline.plan(turn, () => {
      const outage = this.outages.find(one => contains(one, this.timeline.now));
      if (outage) this.plan(task, outage.until, work);
      else work();
    });
  }

  isDown(): boolean {
    return this.outages.some(one => contains(one, this.timeline.now));
  }

  settle(store: FleetStore, problems: Problem[], now: Date): void {
    const desk = this.#deskOf(store.owner);
    desk.settle(store, problems, now);
    this.#tellSoon(desk);
  }

  get desks(): ProblemDesk[] {
    return [...this.#desks.values()];
  }

  #deskOf(owner: string): ProblemDesk {
    const desk =
      this.#desks.get(owner) ?? new ProblemDesk(owner, hasQuietNights(owner));
    this.#desks.set(owner, desk);
    return desk;
  }

  #tellSoon(desk: ProblemDesk): void {
    const at = desk.nextLookAt;
    if (at === undefined) return;
    this.plan('alerts', at, () => {
      const { nextLookAt } = desk;
      if (nextLookAt === undefined || nextLookAt > this.timeline.now) return;
      desk.tell(new Date(this.timeline.now));
      this.#tellSoon(desk);
    });
  }
}

/** A fifth of the owners want to hear at night of what is critical only. */
export function hasQuietNights(owner: string): boolean {
  return Number(owner.split('-').at(-1)) % 5 === 0;
}
