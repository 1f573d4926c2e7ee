import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { portalStores } from '../database/portalStores';
import {
  type StoredInstance,
  storeInstanceMapping,
} from '../database/StoreInstanceStore';
import { findStoreRefs } from './findStoreRefs';
import type { PostureEvaluator } from './PostureEvaluator';
import { type ClaimedMark, PostureQueue } from './PostureQueue';

export interface PostureTickOptions {
  knex: Knex;
  directory: Pick<EntityDirectory, 'findMany'>;
  evaluator: PostureEvaluator;
  logger: LoggerService;
  now?: () => Date;
  /** What is evaluated together. Default: 100. */
  batchSize?: number;
}

export interface TickReport {
  evaluated: number;
  failed: number;
}

/** What a replica has taken, and did not finish, another one may take after that. */
const claimSeconds = 60;

/**
 * Evaluates what is due until nothing is: what something happened to, and what time alone has changed. After
 * an outage this is all that became due in it. Safe on several replicas at once.
 */
export class PostureTick {
  readonly #options: PostureTickOptions;
  readonly #queue: PostureQueue;

  constructor(options: PostureTickOptions) {
    this.#options = options;
    this.#queue = new PostureQueue(options.knex);
  }

  /** Throws if nothing of what was due could be evaluated, so that the task counts as standing still. */
  async run(): Promise<TickReport> {
    const report: TickReport = { evaluated: 0, failed: 0 };
    const deadline = Date.now() + (claimSeconds / 2) * 1_000;
    while (Date.now() < deadline) {
      const marks = await this.#queue.claimMarks(this.#limits());
      const due = await this.#queue.claimDue(this.#limits());
      if (marks.length + due.length === 0) break;
      await this.#work(marks, due, report);
    }
    if (report.failed > 0 && report.evaluated === 0) {
      throw new Error(
        `None of ${report.failed} postures could be evaluated; the log says why.`,
      );
    }
    return report;
  }

  async #work(
    marks: ClaimedMark[],
    due: string[],
    report: TickReport,
  ): Promise<void> {
    const { knex } = this.#options;
    const byId = new Map<string, StoredInstance>();
    const refs = await this.#resolve(marks);
    for (const one of await portalStores(knex).instances.findByEntities(refs)) {
      byId.set(one.id, one);
    }
    const ids = [
      ...due,
      ...marks
        .filter(({ scope }) => scope === 'instance')
        .map(({ subject }) => subject),
    ];
    for (const one of await this.#listInstances(ids)) byId.set(one.id, one);
    const failed = await this.#evaluate([...byId.values()]);
    report.failed += failed.size;
    report.evaluated += byId.size - failed.size;
    // A mark whose store is not known to be evaluated waits for its claim to run out.
    if (failed.size === 0) await this.#queue.settle(marks);
  }

  async #resolve(marks: ClaimedMark[]): Promise<string[]> {
    const subjects = (scope: ClaimedMark['scope']) => [
      ...new Set(
        marks.filter(mark => mark.scope === scope).map(mark => mark.subject),
      ),
    ];
    const ofComponents = await findStoreRefs(
      this.#options.directory,
      subjects('component'),
    );
    return [...new Set([...subjects('store'), ...ofComponents])];
  }

  async #listInstances(ids: string[]): Promise<StoredInstance[]> {
    if (ids.length === 0) return [];
    const rows = await this.#options
      .knex(storeInstanceMapping.table)
      .whereIn('id', [...new Set(ids)]);
    return rows.map(row => storeInstanceMapping.fromRow(row));
  }

  /** Those of the batch together; if that fails, each alone, so that one does not hold up the others. */
  async #evaluate(instances: StoredInstance[]): Promise<Set<string>> {
    const { evaluator, logger, batchSize = 100 } = this.#options;
    const failed = new Set<string>();
    for (let at = 0; at < instances.length; at += batchSize) {
      const batch = instances.slice(at, at + batchSize);
      try {
        await evaluator.evaluate(batch);
      } catch {
        for (const one of batch) {
          await evaluator.evaluate([one]).catch(error => {
            failed.add(one.id);
            logger.error(
              `The posture of ${one.entityRef} in ${one.environment} could not be evaluated: ${error}`,
            );
          });
        }
      }
    }
    return failed;
  }

  #limits() {
    const now = this.#options.now?.() ?? new Date();
    const until = new Date(now.getTime() + claimSeconds * 1_000);
    return { now, until, limit: this.#options.batchSize ?? 100 };
  }
}
