import { createHash } from 'node:crypto';
import {
  compareSeverity,
  planSettlement,
  type Problem,
  type ProblemSubject,
  type SettlementStep,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import type { Problems } from './Problems';
import { ProblemStore } from './ProblemStore';
import type { RecordedProblem } from './RecordedProblem';

/** What happened to a problem, for whoever passes it on. */
export interface ProblemChange {
  kind: 'opened' | 'changed' | 'resolved';
  problem: RecordedProblem;
}

export interface DatabaseProblemsOptions {
  knex: Knex;
  /** Called in the transaction that makes the change, once for each. */
  onChange?: (change: ProblemChange, trx: Knex.Transaction) => Promise<void>;
  now?: () => Date;
}

const kinds = {
  reopen: 'opened',
  change: 'changed',
  resolve: 'resolved',
} as const;

/**
 * Problems in the table `problems`. Each step is a write that is guarded by the state it was decided on, so
 * that several replicas which find the same settle it once: whoever comes second changes nothing. What is
 * to be told of it is decided later, from the row (`AlertTeller`).
 */
export class DatabaseProblems implements Problems {
  constructor(private readonly options: DatabaseProblemsOptions) {}

  async settle(
    subject: ProblemSubject,
    problems: Problem[],
    trx?: Knex.Transaction,
  ): Promise<void> {
    if (trx) await this.#settle(subject, problems, trx);
    else {
      await this.options.knex.transaction(own =>
        this.#settle(subject, problems, own),
      );
    }
  }

  async #settle(
    subject: ProblemSubject,
    problems: Problem[],
    trx: Knex.Transaction,
  ): Promise<void> {
    const store = new ProblemStore(trx);
    const known = await store.listUnclosed(subject);
    for (const step of planSettlement(known, problems)) {
      const change = await this.#apply(store, subject, step);
      if (change) await this.options.onChange?.(change, trx);
    }
  }

  async #apply(
    store: ProblemStore,
    subject: ProblemSubject,
    step: SettlementStep<RecordedProblem>,
  ): Promise<ProblemChange | undefined> {
    const now = this.options.now?.() ?? new Date();
    if (step.step === 'open') {
      const problem = openProblem(subject, step.found, now);
      const opened = await store.tryInsert(problem);
      return opened ? { kind: 'opened', problem } : undefined;
    }
    const problem = await store.tryUpdate(step.known, changeOf(step, now));
    return problem && { kind: kinds[step.step], problem };
  }
}

function openProblem(
  { source, entityRef, environment }: ProblemSubject,
  { code, severity, title, text, link, since }: Problem,
  now: Date,
): RecordedProblem {
  const key = createHash('sha256')
    .update(JSON.stringify([source, entityRef, environment, code]))
    .digest('hex');
  return {
    id: ulid(now.getTime()),
    problemKey: key,
    openKey: key,
    source,
    entityRef,
    environment,
    code,
    severity,
    title,
    text,
    link,
    since,
    openedAt: now,
    reopened: 0,
    escalations: 0,
    nextLookAt: now,
    revision: 1,
  };
}

/** Whatever changes is looked at by the one who tells. */
function changeOf(
  step: Exclude<SettlementStep<RecordedProblem>, { step: 'open' }>,
  now: Date,
): Partial<RecordedProblem> {
  if (step.step === 'resolve') {
    return { resolvedAt: now, openKey: undefined, nextLookAt: now };
  }
  const { severity, title, text, link } = step.found;
  const change = { severity, title, text, link, nextLookAt: now };
  if (step.step === 'change') {
    // Whoever has seen it has not seen how grave it is now.
    const graver = compareSeverity(severity, step.known.severity) > 0;
    return graver
      ? { ...change, acknowledgedAt: undefined, acknowledgedBy: undefined }
      : change;
  }
  return {
    ...change,
    openKey: step.known.problemKey,
    resolvedAt: undefined,
    reopened: step.known.reopened + 1,
  };
}
