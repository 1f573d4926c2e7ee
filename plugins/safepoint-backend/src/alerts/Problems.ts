import type { Knex } from 'knex';
import type { Alert } from './Alerts';

/** Something that is not as it has to be, from `since` until it is mended. Nothing in it may be secret. */
export interface Problem {
  /** Stable, kebab-case; with the id of a thing where several can have it at once. Names the thread. */
  code: string;
  severity: Alert['severity'];
  title: string;
  /** What is wrong and what to do; one or two sentences. */
  text: string;
  link?: string;
  since: Date;
}

/** Whose problems, and who looked for them. */
export interface ProblemSubject {
  source: 'posture' | 'schedule' | 'retention' | 'scrub' | 'integration';
  entityRef: string;
  environment: string;
}

/** The problems that are open now, each one thread of alerts from its beginning to its end. */
export interface Problems {
  /**
   * All that this source finds wrong with the subject now: what is new is opened and told, what is known
   * stays as it is, and what is not among them any more is resolved and told so. With a transaction it
   * holds if that commits. Safe to repeat.
   */
  settle(
    subject: ProblemSubject,
    problems: Problem[],
    trx?: Knex.Transaction,
  ): Promise<void>;
}
