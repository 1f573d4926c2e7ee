import { setTimeout as sleep } from 'node:timers/promises';
import type { PortalSite } from '../../support/portal/PortalSite';
import type { PortalProcess } from '../../support/portal/startPortalProcess';

/** Two replicas of which one is killed now and then, by a sequence that a seed repeats. */
export class Replicas {
  readonly kills: string[] = [];
  readonly #names = ['first', 'second'];
  readonly #live = new Map<string, PortalProcess>();
  readonly #site: PortalSite;
  readonly #random: () => number;

  constructor(site: PortalSite, random: () => number) {
    this.#site = site;
    this.#random = random;
  }

  /** One after the other: the first makes the tables. */
  async start(): Promise<void> {
    for (const name of this.#names) {
      this.#live.set(name, await this.#site.start(name));
    }
  }

  /** Of one that was alive a moment ago, as a load balancer chooses. */
  get url(): string {
    const live = [...this.#live.values()];
    return live[Math.floor(this.#random() * live.length)].url;
  }

  /**
   * Kills and starts one of them again, until it is told to stop; the other one stays.
   *
   * @param moment - resolves when it is worth while to kill
   */
  async haunt(
    goOn: () => boolean,
    moment: () => Promise<unknown>,
  ): Promise<void> {
    while (goOn()) {
      await sleep(300 + this.#random() * 2_000);
      await moment();
      if (!goOn()) return;
      const name = this.#names[Math.floor(this.#random() * 2)];
      const process = this.#live.get(name)!;
      this.#live.delete(name);
      await process.kill();
      this.kills.push(name);
      await sleep(this.#random() * 500);
      this.#live.set(name, await this.#site.start(name));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#live.values()].map(one => one.kill()));
  }
}
