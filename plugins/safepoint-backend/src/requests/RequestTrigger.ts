import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { GitLabIssuerConfig, PipelineTimesConfig } from '../config';
import type { GitLabs } from '../gitlab/GitLabs';
import type { PipelineOutcome } from '../gitlab/OperationPipelines';
import type { JobEnvironments } from './JobEnvironments';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';

export interface RequestTriggerOptions {
  requests: Pick<RecordedRequests, 'find' | 'instanceOf' | 'change'>;
  gitlabs: GitLabs;
  environments: Pick<JobEnvironments, 'choose'>;
  auditor: AuditorService;
  logger: LoggerService;
  now?: () => Date;
}

/** Where an issuer has none of its own. */
const defaultTimes = { settleForSeconds: 120, giveUpAfterSeconds: 3_600 };

/**
 * Makes the one pipeline of an approved request.
 *
 * 1. `approved → triggering` by guarded UPDATE: of several replicas one goes on. A crash from here on
 *    leaves `triggering`, which means that a pipeline may exist.
 * 2. One POST. If its answer is lost, the pipeline is looked up.
 * 3. `triggering → triggered` with the pipeline that was made or found.
 *
 * `resume` takes up what is `triggering`: it always looks first, and makes a second attempt only when the
 * time to settle is over and GitLab still has none. `lookUp` is for a job that claims its request meanwhile:
 * it exists, so GitLab knows of its pipeline.
 */
export class RequestTrigger {
  readonly #options: RequestTriggerOptions;

  constructor(options: RequestTriggerOptions) {
    this.#options = options;
  }

  /** The request as it is afterwards; unchanged if somebody else is at it. */
  async trigger(request: RecoveryRequest): Promise<RecoveryRequest> {
    if (request.status !== 'approved') return request;
    return this.#unlessOvertaken(request, async () => {
      const { issuer } = this.#options.gitlabs.recoveryAt(request.issuer);
      const claimed = await this.#options.requests.change(request, {
        status: 'triggering',
        issuer: issuer.url,
        projectId: issuer.recoveryProject.id,
        nextTriggerAt: this.#inSeconds(timesOf(issuer).settleForSeconds),
      });
      return this.#attempt(claimed);
    });
  }

  async resume(request: RecoveryRequest): Promise<RecoveryRequest> {
    if (request.status !== 'triggering') return this.trigger(request);
    return this.#unlessOvertaken(request, async () => {
      const { pipelines } = this.#options.gitlabs.recoveryAt(request.issuer);
      const hopeless = this.#isHopeless(request);
      const pipeline = await pipelines.find(request.id).catch(error => {
        if (!hopeless) throw error;
        return undefined;
      });
      if (pipeline) {
        return this.#settle(request, { outcome: 'found', pipeline });
      }
      if (hopeless) {
        return this.#fail(
          request,
          'GitLab did not take the request for too long. See that it can be reached, then ask again.',
        );
      }
      if (request.nextTriggerAt && request.nextTriggerAt > this.#now()) {
        return request;
      }
      const claimed = await this.#options.requests.change(request, {
        nextTriggerAt: this.#inSeconds(this.#timesOf(request).settleForSeconds),
      });
      return this.#attempt(claimed);
    });
  }

  /** Writes down the pipeline of a request whose creation was not answered, if GitLab shows it; makes none. */
  async lookUp(request: RecoveryRequest): Promise<RecoveryRequest> {
    if (request.status !== 'triggering') return request;
    return this.#unlessOvertaken(request, async () => {
      const { pipelines } = this.#options.gitlabs.recoveryAt(request.issuer);
      const pipeline = await pipelines.find(request.id);
      return pipeline
        ? this.#settle(request, { outcome: 'found', pipeline })
        : request;
    });
  }

  async #attempt(request: RecoveryRequest): Promise<RecoveryRequest> {
    const { environments, gitlabs, requests } = this.#options;
    const choice = await environments.choose(
      request,
      await requests.instanceOf(request),
    );
    if (choice.outcome === 'none') return this.#fail(request, choice.problem);
    // Held up since it claimed the request: another replica may be about to make the pipeline.
    if (!this.#isClaimFresh(request)) return request;
    const outcome = await gitlabs
      .recoveryAt(request.issuer)
      .pipelines.create(request.id, choice.environment);
    return this.#settle(request, outcome);
  }

  async #settle(
    request: RecoveryRequest,
    outcome: PipelineOutcome,
  ): Promise<RecoveryRequest> {
    const { auditor, logger, requests } = this.#options;
    switch (outcome.outcome) {
      case 'created':
      case 'found': {
        const { id, url } = outcome.pipeline;
        const triggered = await requests.change(request, {
          status: 'triggered',
          pipelineId: id,
          pipelineUrl: url,
          nextTriggerAt: undefined,
        });
        const event = await auditor.createEvent({
          eventId: 'request-trigger',
          severityLevel: 'medium',
          meta: { requestId: request.id, pipelineUrl: url },
        });
        await event.success();
        return triggered;
      }
      case 'refused':
        return this.#fail(request, outcome.message);
      case 'not-made':
        logger.warn(
          `The pipeline of request ${request.id} was not made and will be tried again: ${outcome.message}`,
        );
        return requests.change(request, {
          nextTriggerAt: this.#inSeconds(outcome.retryAfterSeconds),
        });
      default:
        logger.warn(
          `Whether the pipeline of request ${request.id} was made is not known yet: ${outcome.message}`,
        );
        return request;
    }
  }

  async #fail(
    request: RecoveryRequest,
    message: string,
  ): Promise<RecoveryRequest> {
    const { auditor, requests } = this.#options;
    const failed = await requests.change(request, {
      status: 'failed',
      finishedAt: this.#now(),
      problem: { kind: 'pipeline-not-made', message },
    });
    const event = await auditor.createEvent({
      eventId: 'request-trigger',
      severityLevel: 'medium',
      meta: { requestId: request.id },
    });
    await event.fail({ error: new Error(message) });
    return failed;
  }

  /** A job that claimed the request, or another replica, may have been quicker. */
  async #unlessOvertaken(
    request: RecoveryRequest,
    work: () => Promise<RecoveryRequest>,
  ): Promise<RecoveryRequest> {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).name !== 'ConflictError') throw error;
      return (await this.#options.requests.find(request.id)) ?? request;
    }
  }

  #isHopeless(request: RecoveryRequest): boolean {
    const since = request.decisions.at(-1)?.at ?? request.requestedAt;
    const seconds = (this.#now().getTime() - since.getTime()) / 1_000;
    return seconds > this.#timesOf(request).giveUpAfterSeconds;
  }

  /** Leaves the call the other half of the time to settle. */
  #isClaimFresh(request: RecoveryRequest): boolean {
    const until = request.nextTriggerAt?.getTime() ?? 0;
    const seconds = (until - this.#now().getTime()) / 1_000;
    return seconds > this.#timesOf(request).settleForSeconds / 2;
  }

  #timesOf(request: RecoveryRequest): PipelineTimesConfig {
    return timesOf(this.#options.gitlabs.recoveryAt(request.issuer).issuer);
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.#now().getTime() + seconds * 1_000);
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

function timesOf(issuer: GitLabIssuerConfig): PipelineTimesConfig {
  return issuer.pipelines ?? defaultTimes;
}
