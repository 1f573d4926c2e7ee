import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  HealthView,
  TaskHealthView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import type { GitLabs } from '../gitlab/GitLabs';
import type { PostureStore } from '../posture/PostureStore';
import type { DurableRecords } from '../records';
import { type Heartbeats, standsStill } from './Heartbeats';

export interface HealthServiceOptions {
  knex: Knex;
  storage: Storage;
  records: DurableRecords;
  gitlabs: Pick<GitLabs, 'troubles'>;
  logger: LoggerService;
  heartbeats: Pick<Heartbeats, 'check'>;
  postureStore: Pick<PostureStore, 'measureOverdue'>;
  /** What is not set up, as its configuration says. */
  notes?: string[];
  now?: () => Date;
  /** Records that wait longer are a problem. Default: 5 minutes. */
  recordsMayWaitSeconds?: number;
  /** GitLab may answer nothing of use for that long. Default: 5 minutes. */
  gitlabMayFailSeconds?: number;
  /** A posture may wait that long for its evaluation. Default: 5 minutes. */
  posturesMayWaitSeconds?: number;
}

/** What GitLab did not answer once, and was not asked since, says nothing of now. */
const forgottenAfterSeconds = 600;

/** Whether the portal can do its work. Says to anybody what is wrong, and nothing that helps an attacker. */
export class HealthService {
  readonly #options: HealthServiceOptions;
  #last?: { at: number; health: Promise<HealthView> };

  constructor(options: HealthServiceOptions) {
    this.#options = options;
  }

  /** At most one look in five seconds, since anybody may ask. */
  check(): Promise<HealthView> {
    const now = (this.#options.now?.() ?? new Date()).getTime();
    if (!this.#last || now - this.#last.at > 5_000) {
      this.#last = { at: now, health: this.#look() };
    }
    return this.#last.health;
  }

  async #look(): Promise<HealthView> {
    const tasks = await this.#checkTasks();
    const problems = (
      await Promise.all([
        this.#attempt('The database cannot be reached.', () =>
          this.#options.knex.select(this.#options.knex.raw('1')),
        ),
        this.#attempt('The storage cannot be reached.', () =>
          this.#options.storage.statObject('health'),
        ),
        this.#checkRecords(),
        this.#checkPostures(),
        ...tasks
          .filter(standsStill)
          .map(
            ({ task, since, boundSeconds }) =>
              `${task} has not succeeded since ${since}; it stands still after ${boundSeconds} seconds.`,
          ),
        ...this.#describeTroubles(),
      ])
    ).filter(problem => problem !== undefined);
    const notes = [...(this.#options.notes ?? []), ...this.#describePauses()];
    return {
      status: problems.length === 0 ? 'ok' : 'degraded',
      problems,
      ...(notes.length > 0 && { notes }),
      ...(tasks.length > 0 && { tasks }),
    };
  }

  async #checkTasks(): Promise<TaskHealthView[]> {
    try {
      return await this.#options.heartbeats.check();
    } catch {
      // That the database cannot be reached is said already.
      return [];
    }
  }

  async #checkPostures(): Promise<string | undefined> {
    const { postureStore, now, posturesMayWaitSeconds = 300 } = this.#options;
    const moment = (now?.() ?? new Date()).getTime();
    try {
      const { count, since } = await postureStore.measureOverdue(
        new Date(moment - posturesMayWaitSeconds * 1_000),
      );
      return count > 0
        ? `${count} postures wait to be evaluated, the first since ${since?.toISOString()}.`
        : undefined;
    } catch {
      // That the database cannot be reached is said already.
      return undefined;
    }
  }

  async #checkRecords(): Promise<string | undefined> {
    const { records, now, recordsMayWaitSeconds = 300 } = this.#options;
    try {
      const { waiting, since } = await records.measure();
      const seconds =
        ((now?.() ?? new Date()).getTime() - (since?.getTime() ?? Infinity)) /
        1_000;
      return seconds > recordsMayWaitSeconds
        ? `${waiting} durable records have not reached storage since ${since?.toISOString()}.`
        : undefined;
    } catch {
      // That the database cannot be reached is said already.
      return undefined;
    }
  }

  /** Which GitLab it is stands in the audit log, not here. */
  #describeTroubles(): string[] {
    const { gitlabs, gitlabMayFailSeconds = 300 } = this.#options;
    const now = (this.#options.now?.() ?? new Date()).getTime();
    return gitlabs.troubles
      .filter(
        ({ since, lastAt }) =>
          now - since.getTime() > gitlabMayFailSeconds * 1_000 &&
          now - lastAt.getTime() < forgottenAfterSeconds * 1_000,
      )
      .map(
        ({ kind, since, reason }) =>
          `GitLab has not answered calls of the kind ${kind} since ${since.toISOString()}: ${reason}.`,
      );
  }

  #describePauses(): string[] {
    const now = this.#options.now?.() ?? new Date();
    return this.#options.gitlabs.troubles
      .filter(({ pausedUntil }) => pausedUntil && pausedUntil > now)
      .map(
        ({ kind, pausedUntil, reason }) =>
          `Calls of the kind ${kind} to GitLab are not made until ${pausedUntil?.toISOString()}: ${reason}.`,
      );
  }

  async #attempt(
    problem: string,
    work: () => PromiseLike<unknown>,
  ): Promise<string | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      this.#options.logger.error(`${problem} ${error}`);
      return problem;
    }
  }
}
