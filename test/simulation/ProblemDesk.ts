import {
  compareSeverity,
  defaultTellingRules,
  planSettlement,
  planTelling,
  type Problem,
  type QuietTime,
  quietUntil,
  type TellableProblem,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { FleetStore } from './fleet';

type DeskProblem = TellableProblem & { closedAt?: Date; nextLookAt?: Date };

/** That somebody was told of a problem for the first time. */
export interface Told {
  store: string;
  code: string;
  severity: Problem['severity'];
  at: number;
}

const quietTimes: QuietTime[] = [
  {
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: '22:00',
    to: '06:00',
    timezone: 'Europe/Berlin',
  },
];

/**
 * The problems of one owner's stores, in memory: what the tables `problems` and `message_outbox` hold, moved
 * by the same rules.
 */
export class ProblemDesk {
  readonly told: Told[] = [];
  messages = 0;
  #problems: DeskProblem[] = [];
  #opened = 0;

  constructor(
    private readonly owner: string,
    private readonly hasQuietNights: boolean,
  ) {}

  settle(store: FleetStore, found: Problem[], now: Date): void {
    const { entityRef, environment } = store.instance;
    const known = this.#problems
      .filter(one => one.entityRef === entityRef)
      .sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
    for (const step of planSettlement(known, found)) {
      if (step.step === 'open') {
        this.#opened += 1;
        this.#problems.push({
          ...step.found,
          id: `${this.owner}-${this.#opened}`,
          source: 'posture',
          entityRef,
          environment,
          openedAt: now,
          audience: [this.owner],
          escalations: 0,
          nextLookAt: now,
        });
        continue;
      }
      const { known: problem } = step;
      problem.nextLookAt = now;
      if (step.step === 'resolve') {
        problem.resolvedAt = now;
        continue;
      }
      const { severity, title, text, link } = step.found;
      if (compareSeverity(severity, problem.severity) > 0) {
        problem.acknowledgedAt = undefined;
      }
      Object.assign(problem, { severity, title, text, link });
      if (step.step === 'reopen') problem.resolvedAt = undefined;
    }
  }

  /** When something is to be told next; undefined if nothing is. */
  get nextLookAt(): number | undefined {
    const looks = this.#problems.flatMap(({ nextLookAt }) =>
      nextLookAt ? nextLookAt.getTime() : [],
    );
    return looks.length > 0 ? Math.min(...looks) : undefined;
  }

  tell(now: Date): void {
    const due = this.#problems.filter(
      ({ nextLookAt }) => nextLookAt && nextLookAt <= now,
    );
    if (due.length === 0) return;
    const problems = this.#withCompany(due, now);
    const byId = new Map(problems.map(one => [one.id, one]));
    const plan = planTelling({
      problems,
      alerts: [],
      rules: {
        ...defaultTellingRules,
        ...(this.hasQuietNights && { quietUntil: quietUntil(quietTimes, now) }),
      },
      now,
    });
    for (const { message, states } of plan.tellings) {
      if (message) this.messages += 1;
      for (const { id, state } of states) {
        const problem = byId.get(id)!;
        if (state.firstToldAt && !problem.firstToldAt) {
          this.told.push({
            store: problem.entityRef,
            code: problem.code,
            severity: problem.severity,
            at: now.getTime(),
          });
        }
        Object.assign(problem, state);
      }
    }
    for (const { id, at } of plan.looks) byId.get(id)!.nextLookAt = at;
    this.#problems = this.#problems.filter(({ closedAt }) => !closedAt);
  }

  /** With what was told in the same threads, or in one that may still be a storm. */
  #withCompany(due: DeskProblem[], now: Date): DeskProblem[] {
    const threads = new Set(due.flatMap(({ thread }) => thread ?? []));
    const since =
      now.getTime() - 2 * defaultTellingRules.groupWithinSeconds * 1_000;
    return this.#problems.filter(
      one =>
        due.includes(one) ||
        (one.thread && threads.has(one.thread)) ||
        (one.toldAt && one.toldAt.getTime() >= since),
    );
  }
}
