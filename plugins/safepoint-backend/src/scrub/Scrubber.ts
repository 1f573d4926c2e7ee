import {
  isInShare,
  nextScrubAt,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import { type DueRow, DueRows } from './DueRows';
import { PointScrubber } from './PointScrubber';
import { ReadBudget } from './ReadBudget';
import type { ScrubDependencies } from './ScrubDependencies';
import { ScrubProblems } from './ScrubProblems';
import { storedStatuses } from './ScrubStore';

/** Rows of one round; what is left is due in the next. */
const planned = 1_000;
const atOnce = 20;
/** No look is begun after that. */
const roundMs = 45_000;
/** One that is damaged is looked at again soon: somebody may be mending it. */
const damagedAgainMs = 3_600_000;
const renewMs = 60_000;

/** Of storage as a whole: what it says of one object it would say of the next. */
const storageKinds = ['storage-unreachable', 'storage-denied'];

/**
 * The rolling look at all recovery points, on any number of replicas at once.
 *
 * Every point has its moment of the period. `look` takes those whose moment has come and asks storage, in one
 * request each, whether everything is there; a share of them, and the newest point of every instance once in a
 * period, it wants to be read. `read` reads what is wanted, as much as a day allows. What a crash leaves
 * claimed is due again by itself.
 */
export class Scrubber {
  readonly #looks: DueRows;
  readonly #reads: DueRows;
  readonly #instances: DueRows;
  readonly #budget: ReadBudget;
  readonly #points: PointScrubber;
  readonly #problems: ScrubProblems;

  constructor(private readonly dependencies: ScrubDependencies) {
    const { knex, now, config } = dependencies;
    const filter = (query: Knex.QueryBuilder) =>
      query
        .whereIn('status', storedStatuses)
        // What was made elsewhere has no object of ours; what is being deleted has fewer and fewer.
        .whereNull('external')
        .whereNull('deletion_started_at');
    const points = { knex, now, filter, table: 'recovery_points' };
    this.#looks = new DueRows({ ...points, column: 'next_scrub_at' });
    this.#reads = new DueRows({ ...points, column: 'next_read_at' });
    this.#instances = new DueRows({
      ...{ knex, now, table: 'store_instances', column: 'next_scrub_at' },
    });
    const bytesPerDay = config.scrub.readBytesPerDay;
    this.#budget = new ReadBudget({ knex, now, bytesPerDay });
    this.#points = new PointScrubber(dependencies);
    this.#problems = new ScrubProblems(dependencies);
  }

  /** One round of looks; how many there were. */
  async look(): Promise<number> {
    const { periodSeconds } = this.dependencies.config.scrub;
    await this.#looks.plan(periodSeconds, planned);
    await this.#instances.plan(periodSeconds, planned);
    await this.#wantNewest();
    const end = Date.now() + roundMs;
    let looked = 0;
    while (Date.now() < end) {
      const due = await this.#looks.claim(atOnce);
      for (const row of due) {
        if (!(await this.#lookAt(row))) return looked;
        looked += 1;
      }
      if (due.length < atOnce) return looked;
    }
    return looked;
  }

  /** Reads points in full until nothing is wanted or the day's bytes are spent; how many there were. */
  async read(): Promise<number> {
    let read = 0;
    while (!(await this.#budget.isSpent())) {
      const [row] = await this.#reads.claim(1);
      if (!row || !(await this.#readOne(row))) break;
      read += 1;
    }
    return read;
  }

  /** False where storage could not be asked: then the others are not asked either. */
  async #lookAt(row: DueRow): Promise<boolean> {
    const { now, config } = this.dependencies;
    const { periodSeconds, readShare: share } = config.scrub;
    const inShare = isInShare(row.id, now(), { periodSeconds, share });
    return this.#attempt(row, async () => {
      const look = await this.#points.scrub(row.id, { read: false });
      const verdict = look.outcome === 'looked' ? look.verdict : undefined;
      const isDamaged = ['missing', 'corrupt', 'hidden'].includes(
        verdict?.status ?? '',
      );
      if (verdict?.needsBytes || (verdict && !isDamaged && inShare)) {
        await this.#reads.demand(row.id);
      }
      const again = new Date(now().getTime() + damagedAgainMs);
      const next = nextScrubAt(row.id, now(), periodSeconds);
      await this.#looks.release(row, isDamaged && again < next ? again : next);
    });
  }

  async #readOne(row: DueRow): Promise<boolean> {
    const point = await agentStores(this.dependencies.knex).points.find(row.id);
    if (!(await this.#budget.tryTake(point?.storedBytes ?? 0))) {
      await this.#reads.release(row, this.dependencies.now());
      return false;
    }
    const lost = new AbortController();
    const renewal = setInterval(async () => {
      try {
        if (!(await this.#reads.renew(row))) lost.abort();
      } catch {
        // The database is tried again; the claim holds for some time yet.
      }
    }, renewMs);
    try {
      return await this.#attempt(row, async () => {
        await this.#points.scrub(row.id, { read: true, signal: lost.signal });
        await this.#reads.release(row, undefined);
      });
    } finally {
      clearInterval(renewal);
    }
  }

  /** Once in a period the newest point of each instance is read, whatever its own turn. */
  async #wantNewest(): Promise<void> {
    const { now, config } = this.dependencies;
    for (const row of await this.#instances.claim(planned)) {
      const newest = await this.#findNewest(row.id);
      if (newest) await this.#reads.demand(newest.id);
      const next = nextScrubAt(row.id, now(), config.scrub.periodSeconds);
      await this.#instances.release(row, next);
    }
  }

  async #findNewest(instanceId: string): Promise<{ id: string } | undefined> {
    return this.dependencies
      .knex('recovery_points')
      .where({
        instance_id: instanceId,
        ...{ status: 'available', quarantined: false },
      })
      .whereNotNull('state_at')
      .whereNull('external')
      .orderBy('state_at', 'desc')
      .first('id');
  }

  /** What fails stays claimed, and is tried again when the claim ends. */
  async #attempt(row: DueRow, work: () => Promise<void>): Promise<boolean> {
    const { logger } = this.dependencies;
    try {
      await work();
      return true;
    } catch (error) {
      const { kind, message } = error as { kind?: string; message: string };
      logger.error(
        `Recovery point ${row.id} could not be looked at in storage and is tried again: ${message}`,
      );
      await this.#tell(row, message);
      return !storageKinds.includes(kind ?? '');
    }
  }

  async #tell(row: DueRow, failure: string): Promise<void> {
    const { knex, instances } = this.dependencies;
    const point: RecordedPoint | undefined = await agentStores(
      knex,
    ).points.find(row.id);
    const instance = point && (await instances.find(point.instanceId));
    if (instance) await this.#problems.settle(instance, undefined, failure);
  }
}
