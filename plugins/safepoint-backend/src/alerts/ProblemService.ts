import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  type OpenProblemView,
  safepointInstanceReadPermission,
  safepointProblemAcknowledgePermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../audit/audited';
import type { InstanceRegistry } from '../instances/InstanceRegistry';
import type { Authorizer } from '../permissions/Authorizer';
import { ProblemStore } from './ProblemStore';
import type { RecordedProblem } from './RecordedProblem';
import { toProblemView } from './toProblemView';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface ProblemServiceOptions {
  knex: Knex;
  instances: Pick<InstanceRegistry, 'find'>;
  authorizer: Authorizer;
  auditor: AuditorService;
  now?: () => Date;
}

const shownAtMost = 100;
const resolvedDays = 7;

/** What people see of problems, and say to them. */
export class ProblemService {
  constructor(private readonly options: ProblemServiceOptions) {}

  async list(
    instanceId: string,
    credentials: UserCredentials,
  ): Promise<OpenProblemView[]> {
    const { instances, knex } = this.options;
    const instance = await instances.find(instanceId);
    const [mayRead, mayAcknowledge] = instance
      ? await this.#may(instance.entityRef, credentials)
      : [false, false];
    if (!instance || !mayRead) {
      throw new NotFoundError(`There is no store instance ${instanceId}.`);
    }
    const since = new Date(this.#now().getTime() - resolvedDays * 86_400_000);
    const store = new ProblemStore(knex);
    const problems = await store.listByPlace(instance, since, shownAtMost);
    return problems.map(problem => toProblemView(problem, mayAcknowledge));
  }

  /** Safe to repeat; who was first stays. */
  async acknowledge(
    id: string,
    credentials: UserCredentials,
  ): Promise<OpenProblemView> {
    const { auditor } = this.options;
    const problem = await this.#findFor(id, credentials);
    const { acknowledgedAt, resolvedAt, entityRef, environment, code } =
      problem;
    if (acknowledgedAt) return toProblemView(problem, true);
    if (resolvedAt) {
      throw new ConflictError('It is over already; nobody has to see to it.');
    }
    const by = credentials.principal.userEntityRef;
    const meta = { problemId: id, entityRef, environment, code, by };
    return audited(
      auditor,
      { eventId: 'problem-acknowledge', severityLevel: 'medium', meta },
      () => this.#acknowledge(problem, by),
    );
  }

  async #acknowledge(
    problem: RecordedProblem,
    by: string,
  ): Promise<OpenProblemView> {
    const store = new ProblemStore(this.options.knex);
    const changed = await store.tryAcknowledge(problem, {
      acknowledgedAt: this.#now(),
      acknowledgedBy: by,
    });
    if (!changed) {
      throw new ConflictError(
        'The problem has changed in this moment. Look at it again.',
      );
    }
    return toProblemView(changed, true);
  }

  async #findFor(
    id: string,
    credentials: UserCredentials,
  ): Promise<RecordedProblem> {
    const problem = await new ProblemStore(this.options.knex).find(id);
    const [mayRead] = problem
      ? await this.#may(problem.entityRef, credentials)
      : [false];
    if (!problem || !mayRead) {
      throw new NotFoundError(`There is no problem ${id}.`);
    }
    await this.options.authorizer.require(
      safepointProblemAcknowledgePermission,
      problem.entityRef,
      credentials,
      `You need ${safepointProblemAcknowledgePermission.name} for ${problem.entityRef}.`,
    );
    return problem;
  }

  #may(entityRef: string, credentials: UserCredentials): Promise<boolean[]> {
    return this.options.authorizer.mayEach(
      [
        safepointInstanceReadPermission,
        safepointProblemAcknowledgePermission,
      ].map(permission => ({ permission, resourceRef: entityRef })),
      credentials,
    );
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}
