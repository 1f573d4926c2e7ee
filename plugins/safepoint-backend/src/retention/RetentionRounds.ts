import type { LoggerService } from '@backstage/backend-plugin-api';
import { agentStores } from '../database/agentStores';
import type { Knex } from 'knex';
import { portalStores } from '../database/portalStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PointExpirer } from './PointExpirer';
import type { PointLocker } from './PointLocker';
import type { PointRemover } from './PointRemover';
import type { RetentionAgenda } from './RetentionAgenda';
import type { PlannedPoint, RetentionPlanner } from './RetentionPlanner';
import type { RetentionProblems } from './RetentionProblems';

export interface RetentionRoundsOptions {
  knex: Knex;
  agenda: RetentionAgenda;
  planner: RetentionPlanner;
  expirer: PointExpirer;
  locker: PointLocker;
  remover: PointRemover;
  problems: RetentionProblems;
  logger: LoggerService;
  /** Whether what expired is ever deleted. */
  deletes: boolean;
  now: () => Date;
}

const batch = 100;
/** A replica that dies in its work keeps the others from it for that long. */
const claimSeconds = 15 * 60;
/** What may pass by itself is tried again after that. */
const soonSeconds = 10 * 60;
/** What storage refuses, and what nothing new was heard of, is looked at again after that. */
const daySeconds = 86_400;

/** What the portal does by itself about retention; each round works on what is due, one batch. */
export class RetentionRounds {
  constructor(private readonly options: RetentionRoundsOptions) {}

  /** New points are locked where a policy says so, and their instances are planned. */
  async meetNewPoints(): Promise<void> {
    const { agenda, locker, logger } = this.options;
    for (const point of await agenda.listUnseen(this.#now(), batch)) {
      const now = this.#now();
      const until = this.#in(claimSeconds);
      if (!(await agenda.tryClaimPoint(point.id, { now, until }))) continue;
      try {
        const instance = await this.#instanceOf(point);
        await locker.lock(point, instance);
        await agenda.makeDue(instance.id, this.#now());
        await agenda.markSeen(point.id, this.#now());
      } catch (error) {
        await agenda.postponePoint(point.id, this.#in(soonSeconds));
        logger.warn(`Recovery point ${point.id} could not be locked: ${error}`);
      }
    }
  }

  /** The first step: what goes is marked, with its date, and what stays after all is taken back. */
  async planDue(): Promise<void> {
    const { agenda, logger } = this.options;
    const ids = await agenda.listDueInstances(this.#now(), batch);
    for (const id of ids) {
      const claimedUntil = this.#in(claimSeconds);
      const claim = { now: this.#now(), until: claimedUntil };
      if (!(await agenda.tryClaimInstance(id, claim))) continue;
      const plannedAt = this.#now();
      let dueAt = this.#in(soonSeconds);
      try {
        dueAt = await this.#plan(id);
      } catch (error) {
        logger.error(
          `The retention of instance ${id} was not planned: ${error}`,
        );
      }
      await agenda.finishInstance(id, { claimedUntil, plannedAt, dueAt });
    }
  }

  /** The second step, after the grace: what nothing keeps by then is deleted. */
  async deleteDue(): Promise<void> {
    const { agenda, deletes } = this.options;
    if (!deletes) return;
    for (const point of await agenda.listDeletable(this.#now(), batch)) {
      const claim = { now: this.#now(), until: this.#in(claimSeconds) };
      if (await agenda.tryClaimPoint(point.id, claim))
        await this.#delete(point);
    }
  }

  /** When it is to be planned again. */
  async #plan(instanceId: string): Promise<Date> {
    const { expirer, knex, planner, problems } = this.options;
    const instance = await portalStores(knex).instances.find(instanceId);
    if (!instance) return this.#in(daySeconds);
    const plan = await planner.plan(instance);
    if (plan.outcome === 'planned') {
      await expirer.apply(instance, plan.decisions);
    }
    await problems.settle(instance, plan);
    return plan.outcome === 'planned'
      ? nextChange(plan.decisions, this.#now(), this.#in(daySeconds))
      : this.#in(daySeconds);
  }

  async #delete(point: RecordedPoint): Promise<void> {
    const { agenda, logger, planner, problems, remover } = this.options;
    try {
      const instance = await this.#instanceOf(point);
      // Another replica may have gone on with it before the claim.
      const current = await agentStores(this.options.knex).points.find(
        point.id,
      );
      if (current?.status !== 'expired') return;
      const removal = await remover.remove(current, instance);
      const wait = removal.outcome === 'refused' ? daySeconds : soonSeconds;
      await agenda.postponePoint(point.id, this.#in(wait));
      await problems.settle(instance, await planner.plan(instance));
    } catch (error) {
      await agenda.postponePoint(point.id, this.#in(soonSeconds));
      logger.error(`Recovery point ${point.id} was not deleted: ${error}`);
    }
  }

  async #instanceOf({
    id,
    instanceId,
  }: RecordedPoint): Promise<StoredInstance> {
    const { instances } = portalStores(this.options.knex);
    const instance = await instances.find(instanceId);
    if (!instance) throw new Error(`The instance of ${id} is not known.`);
    return instance;
  }

  #now(): Date {
    return this.options.now();
  }

  #in(seconds: number): Date {
    return new Date(this.#now().getTime() + seconds * 1000);
  }
}

/** The next moment at which time alone frees a point, and `latest` at the latest. */
function nextChange(decisions: PlannedPoint[], now: Date, latest: Date): Date {
  return decisions
    .flatMap(({ keep, deletableFrom }) =>
      keep && deletableFrom && deletableFrom > now ? [deletableFrom] : [],
    )
    .reduce((a, b) => (b < a ? b : a), latest);
}
