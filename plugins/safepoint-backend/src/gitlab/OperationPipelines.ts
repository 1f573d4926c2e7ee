import type { GitLabClient, GitLabPipeline } from './GitLabClient';
import { GitLabError } from './GitLabError';

/** What became of the pipeline of a request. */
export type PipelineOutcome =
  | { outcome: 'created' | 'found'; pipeline: GitLabPipeline }
  /** GitLab said no; asking again changes nothing. */
  | { outcome: 'refused'; message: string }
  /** GitLab made nothing and may be asked again. */
  | { outcome: 'not-made'; message: string; retryAfterSeconds: number }
  /** It may exist or come to exist: look again before another try. */
  | { outcome: 'unknown'; message: string };

/** Where GitLab does not say it; its limits count by the minute. */
const retryAfterSeconds = { throttled: 60, 'not-sent': 10 };

/**
 * Pipelines of the recovery project, one for each request: their configuration holds nothing but our
 * component, and names the pipeline by its input (`workflow: name: safepoint $[[ inputs.request ]]`).
 *
 * A creation is one POST. When its answer is lost (a time-out, a broken connection, a 5xx that may come
 * from a proxy after GitLab did its work) the pipeline is looked up by that name, source and the portal's
 * own user; only a caller that has waited and found none may try a second time, by `create` again.
 */
export class OperationPipelines {
  readonly #client: GitLabClient;

  constructor(client: GitLabClient) {
    this.#client = client;
  }

  /**
   * Makes the pipeline of a request that has none. The environment chooses the variables that GitLab gives
   * to the job, no more: what the job may do stands in the request.
   */
  async create(
    requestId: string,
    environment: string,
  ): Promise<PipelineOutcome> {
    const { id, ref } = this.#client.issuer.recoveryProject;
    try {
      const pipeline = await this.#client.createPipeline(id, ref, {
        request: requestId,
        environment,
      });
      return { outcome: 'created', pipeline };
    } catch (error) {
      return this.#afterFailure(requestId, asGitLabError(error));
    }
  }

  /** The pipeline of a request if GitLab has one; throws a `GitLabError` if GitLab cannot be asked. */
  async find(requestId: string): Promise<GitLabPipeline | undefined> {
    const found = await this.#client.findOwnPipelines(
      this.#client.issuer.recoveryProject.id,
      pipelineNameOf(requestId),
    );
    return found.at(-1);
  }

  async #afterFailure(
    requestId: string,
    error: GitLabError,
  ): Promise<PipelineOutcome> {
    if (error.effect === 'lost') {
      return this.#lookUpLost(requestId, error);
    }
    if (error.effect === 'not-sent' || error.effect === 'throttled') {
      return {
        outcome: 'not-made',
        message: error.message,
        retryAfterSeconds:
          error.retryAfterSeconds ?? retryAfterSeconds[error.effect],
      };
    }
    return {
      outcome: 'refused',
      message: `${error.message}. ${adviceFor(error.status)}`,
    };
  }

  async #lookUpLost(
    requestId: string,
    error: GitLabError,
  ): Promise<PipelineOutcome> {
    try {
      const pipeline = await this.find(requestId);
      if (pipeline) return { outcome: 'found', pipeline };
    } catch {
      // Whoever comes back to the request looks again.
    }
    return { outcome: 'unknown', message: error.message };
  }
}

/** As `workflow: name:` of the recovery project's template makes it. */
export function pipelineNameOf(requestId: string): string {
  return `safepoint ${requestId}`;
}

function adviceFor(status: number | undefined): string {
  switch (status) {
    case 401:
      return 'Its token is not valid any more: renew `safepoint.gitlab.issuers[].token`.';
    case 403:
    case 404:
      return 'The token must be of a member of the recovery project who may create pipelines on its ref (Developer; Maintainer for a protected branch), with scope api.';
    default:
      return 'Compare the recovery project’s .gitlab-ci.yml with the template in gitlab-components/.';
  }
}

function asGitLabError(error: unknown): GitLabError {
  if ((error as Error)?.name === 'GitLabError') return error as GitLabError;
  throw error;
}
