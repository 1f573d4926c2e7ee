import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  planTelling,
  type QuietTime,
  quietUntil,
  type Telling,
  type TellingPlan,
  type TellingRules,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { Alert } from './Alerts';
import type { Audiences } from './Audiences';
import { MessageOutbox } from './MessageOutbox';
import { ProblemStore } from './ProblemStore';
import type { RecordedProblem } from './RecordedProblem';

export interface AlertTellerOptions {
  knex: Knex;
  audiences: Pick<Audiences, 'find'>;
  rules: Omit<TellingRules, 'quietUntil'>;
  quietTimes: QuietTime[];
  logger: LoggerService;
  now?: () => Date;
}

interface WaitingAlert {
  row: string;
  raisedAt: Date;
  alert: Alert;
}

/** What everything waits for; the rest comes with the next round. */
const batch = 2_000;

/**
 * Decides what people are told of the problems and alerts that wait. A message goes to `message_outbox` in
 * the transaction that remembers what it tells, guarded by the state that it was decided on: of several
 * replicas one writes it.
 */
export class AlertTeller {
  constructor(private readonly options: AlertTellerOptions) {}

  async tell(): Promise<void> {
    const now = this.options.now?.() ?? new Date();
    const alerts = await this.#listAlerts();
    const problems = await this.#listProblems(now, alerts.length > 0);
    if (alerts.length + problems.length === 0) return;
    const plan = await this.#plan(problems, alerts, now);
    const looks = new Map(plan.looks.map(({ id, at }) => [id, at]));
    for (const telling of plan.tellings) {
      await this.#apply(telling, { problems, alerts, looks, now });
    }
    await this.#lookLater(plan, problems);
  }

  async #plan(
    problems: RecordedProblem[],
    alerts: WaitingAlert[],
    now: Date,
  ): Promise<TellingPlan> {
    const { audiences, rules, quietTimes } = this.options;
    const audienceOf = await audiences.find([
      ...problems,
      ...alerts.map(({ alert }) => alert),
    ]);
    return planTelling({
      problems: problems.map(one => ({ ...one, audience: audienceOf(one) })),
      alerts: alerts.map(({ alert, raisedAt }) => ({
        ...alert,
        key: alert.dedupeKey,
        raisedAt,
        audience: audienceOf(alert),
      })),
      rules: { ...rules, quietUntil: quietUntil(quietTimes, now) },
      now,
    });
  }

  async #listAlerts(): Promise<WaitingAlert[]> {
    const rows = await this.options
      .knex('alert_outbox')
      .whereNull('told_at')
      .orderBy('raised_at')
      .limit(batch);
    return rows.map(row => ({
      row: row.alert,
      raisedAt: new Date(row.raised_at),
      alert: JSON.parse(row.alert),
    }));
  }

  /** What is due, with whatever was told in the same threads or a moment ago. */
  async #listProblems(now: Date, needed: boolean): Promise<RecordedProblem[]> {
    const store = new ProblemStore(this.options.knex);
    const due = await store.listDue(now, batch);
    if (due.length === 0 && !needed) return [];
    const { groupWithinSeconds } = this.options.rules;
    const company = await store.listThreads(
      [...new Set(due.flatMap(({ thread }) => thread ?? []))],
      new Date(now.getTime() - 2 * groupWithinSeconds * 1_000),
    );
    return [
      ...new Map([...due, ...company].map(one => [one.id, one])).values(),
    ];
  }

  async #apply(
    { message, states }: Telling,
    world: {
      problems: RecordedProblem[];
      alerts: WaitingAlert[];
      looks: Map<string, Date | undefined>;
      now: Date;
    },
  ): Promise<void> {
    const { knex, logger } = this.options;
    const problems = new Map(world.problems.map(one => [one.id, one]));
    const told = new Set(message?.alertKeys);
    const telling = knex.transaction(async trx => {
      const store = new ProblemStore(trx);
      // In the order in which `settle` locks them, so that neither waits for the other.
      const inOrder = [...states].sort((one, other) =>
        one.id < other.id ? 1 : -1,
      );
      for (const { id, state } of inOrder) {
        const problem = problems.get(id);
        const change = { ...state, nextLookAt: world.looks.get(id) };
        if (!problem || !(await store.tryUpdate(problem, change))) {
          throw new ConflictError(`Problem ${id} has changed.`);
        }
      }
      for (const { alert, row } of world.alerts) {
        if (!told.has(alert.dedupeKey)) continue;
        const marked = await trx('alert_outbox')
          .where({ dedupe_key: alert.dedupeKey, alert: row, told_at: null })
          .update({ told_at: world.now.toISOString() });
        if (marked === 0) {
          throw new ConflictError(`Alert ${alert.dedupeKey} has changed.`);
        }
      }
      if (message) await new MessageOutbox(trx).insert(message, world.now);
    });
    try {
      await telling;
    } catch (error) {
      if ((error as Error).name !== 'ConflictError') throw error;
      logger.debug(`A message is decided anew in the next round: ${error}`);
    }
  }

  async #lookLater(
    { tellings, looks }: TellingPlan,
    problems: RecordedProblem[],
  ): Promise<void> {
    const store = new ProblemStore(this.options.knex);
    const told = new Set(
      tellings.flatMap(({ states }) => states.map(({ id }) => id)),
    );
    const known = new Map(problems.map(one => [one.id, one]));
    for (const { id, at } of looks) {
      const problem = known.get(id);
      if (!problem || told.has(id)) continue;
      if (problem.nextLookAt?.getTime() === at?.getTime()) continue;
      await store.tryUpdate(problem, { nextLookAt: at });
    }
  }
}
