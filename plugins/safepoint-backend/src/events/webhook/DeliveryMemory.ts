import type { CacheService } from '@backstage/backend-plugin-api';
import { toleranceSeconds } from './verifyDelivery';

/** A signature is good from that long before its time to that long after. */
const rememberedMilliseconds = 2 * toleranceSeconds * 1_000;

/**
 * Remembers ids of signed deliveries for as long as their signatures are good. In this process at once;
 * among replicas through Backstage's cache, as far as that is one for all.
 */
export class DeliveryMemory {
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly cache: CacheService,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** False if the id was there before. Of two at once in one process only one is new. */
  async isNew(id: string): Promise<boolean> {
    const moment = this.now().getTime();
    this.#forgetBefore(moment);
    if (this.#seen.has(id)) return false;
    this.#seen.set(id, moment + rememberedMilliseconds);
    const key = `webhook-${Buffer.from(id).toString('base64url')}`;
    if ((await this.cache.get(key)) !== undefined) return false;
    await this.cache.set(key, true, { ttl: rememberedMilliseconds });
    return true;
  }

  /** The oldest come first. */
  #forgetBefore(moment: number): void {
    for (const [id, until] of this.#seen) {
      if (until > moment) return;
      this.#seen.delete(id);
    }
  }
}
