import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { drain } from './drain';
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

/** What the portal does by itself about retention; each round works on what is due. */
export class RetentionRounds {
  constructor(private readonly options: RetentionRoundsOptions) {}

  /** New points are locked where a policy says so, and their instances are planned soon. */
  async meetNewPoints(): Promise<void> {
    const { agenda } = this.options;
    await drain(
      () => agenda.listUnseen(this.#now(), batch),
      ({ id }) => id,
      point => this.#meet(point),
    );
  }

  /** The first step: what goes is marked, with its date, and what stays after all is taken back. */
  async planDue(): Promise<void> {
    const { agenda } = this.options;
    await drain(
      () => agenda.listDueInstances(this.#now(), batch),
      id => id,
      id => this.#planClaimed(id),
    );
  }

  /** The second step, after the grace: what nothing keeps by then is deleted. */
  async deleteDue(): Promise<void> {
    const { agenda, deletes } = this.options;
    if (!deletes) return;
    await drain(
      () => agenda.listDeletable(this.#now(), batch),
      ({ id }) => id,
      point => this.#delete(point),
    );
  }

  async #meet(point: RecordedPoint): Promise<void> {
    const { agenda, locker, logger } = this.options;
    const claim = { now: this.#now(), until: this.#in(claimSeconds) };
    if (!(await agenda.tryClaimPoint(point.id, claim))) return;
    try {
      const instance = await this.#instanceOf(point);
      await locker.lock(point, instance);
      await agenda.makeDueSoon(instance.id, this.#now());
      await agenda.markSeen(point.id, this.#now());
    } catch (error) {
      await agenda.postponePoint(point.id, this.#in(soonSeconds));
      logger.warn(`Recovery point ${point.id} could not be locked: ${error}`);
    }
  }

  async #planClaimed(instanceId: string): Promise<void> {
    const { agenda, logger } = this.options;
    const claimedUntil = this.#in(claimSeconds);
    const claim = { now: this.#now(), until: claimedUntil };
    if (!(await agenda.tryClaimInstance(instanceId, claim))) return;
    const plannedAt = this.#now();
    let dueAt = this.#in(soonSeconds);
    try {
      dueAt = await this.#plan(instanceId);
    } catch (error) {
      logger.error(
        `The retention of instance ${instanceId} was not planned: ${error}`,
      );
    }
    await agenda.finishInstance(instanceId, { claimedUntil, plannedAt, dueAt });
  }

  /** When it is to be planned again. */
  async #plan(instanceId: string): Promise<Date> {
    const { expirer, knex, problems } = this.options;
    const instance = await portalStores(knex).instances.find(instanceId);
    if (!instance) return this.#in(daySeconds);
    const plan = await this.#planOrTell(instance);
    if (plan.outcome === 'planned') {
      await expirer.apply(instance, plan.decisions);
    }
    await problems.settle(instance, plan);
    return plan.outcome === 'planned'
      ? nextChange(plan.decisions, this.#now(), this.#in(daySeconds))
      : this.#in(daySeconds);
  }

  /** Where a plan cannot be made nothing is deleted, and somebody hears of it. */
  async #planOrTell(instance: StoredInstance) {
    const { planner, problems } = this.options;
    try {
      return await planner.plan(instance);
    } catch (error) {
      const reason = `It cannot be decided what goes: ${
        isError(error) ? error.message : 'see the log of the portal'
      }`;
      await problems.settle(instance, { outcome: 'undecided', reason });
      throw error;
    }
  }

  async #delete(point: RecordedPoint): Promise<void> {
    const { agenda, logger, planner, problems, remover } = this.options;
    const claim = { now: this.#now(), until: this.#in(claimSeconds) };
    if (!(await agenda.tryClaimPoint(point.id, claim))) return;
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
