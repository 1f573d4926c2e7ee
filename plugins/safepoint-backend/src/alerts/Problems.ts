import type {
  Problem,
  ProblemSubject,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';

export type { Problem, ProblemSubject };

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
