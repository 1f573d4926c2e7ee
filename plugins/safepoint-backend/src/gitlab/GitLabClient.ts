import { Jobs, Pipelines, Projects, Users } from '@gitbeaker/rest';
import type { GitLabIssuerConfig } from '../config';
import type { RecordedJob } from '../direct/JobHistory';
import { answers, readAnswer } from './answers';
import { CallPacer } from './CallPacer';
import { GitLabError } from './GitLabError';
import { requestOnceFn } from './requestOnce';

/** A pipeline as far as the portal needs it. */
export interface GitLabPipeline {
  id: string;
  status: string;
  url: string;
}

/**
 * The part of one GitLab's API that the portal uses. Every call is one request at most, bounded in time, and
 * throws a `GitLabError`; while GitLab is to be left alone none is made.
 */
export class GitLabClient {
  readonly #pipelines: Pipelines;
  readonly #jobs: Jobs;
  readonly #projects: Projects;
  readonly #users: Users;
  readonly pacer: CallPacer;
  #username?: Promise<string>;

  constructor(
    readonly issuer: GitLabIssuerConfig,
    options: { timeoutMilliseconds?: number; pacer?: CallPacer } = {},
  ) {
    this.pacer = options.pacer ?? new CallPacer();
    const resource = {
      // gitbeaker appends /api/v4 itself.
      host: issuer.apiBaseUrl.replace(/\/api\/v4$/, ''),
      token: issuer.token,
      queryTimeout: options.timeoutMilliseconds ?? 15_000,
      requesterFn: requestOnceFn,
    };
    this.#pipelines = new Pipelines(resource);
    this.#jobs = new Jobs(resource);
    this.#projects = new Projects(resource);
    this.#users = new Users(resource);
  }

  async createPipeline(
    projectId: string,
    ref: string,
    inputs: Record<string, string>,
  ): Promise<GitLabPipeline> {
    // `inputs` is sent but missing from gitbeaker's types (43.8).
    const options = { inputs } as object;
    return this.pacer.run('create', async () => {
      const made = await this.#pipelines.create(projectId, ref, options);
      return toPipeline(readAnswer(answers.pipeline, made));
    });
  }

  /**
   * Those that this client's own user made through the API under exactly this name, newest first. Throws
   * rather than say that there is none when GitLab answered something else than what it was asked.
   */
  async findOwnPipelines(
    projectId: string,
    name: string,
  ): Promise<GitLabPipeline[]> {
    const username = await this.#ownUsername();
    return this.pacer.run('look-up', async () => {
      const found = await this.#pipelines.all(projectId, {
        name,
        source: 'api',
        username,
        perPage: 20,
        maxPages: 1,
      });
      const listed = readAnswer(answers.listedPipelines, found);
      // A GitLab that does not know the filter leaves it out, and then ours may be on a later page.
      if (listed.some(one => one.name !== name || one.source !== 'api')) {
        throw new GitLabError(
          'GitLab listed pipelines of other names than it was asked for. It is older than Safepoint supports',
          'lost',
        );
      }
      return listed.map(toPipeline);
    });
  }

  async getPipeline(projectId: string, id: string): Promise<GitLabPipeline> {
    return this.pacer.run('look-up', async () => {
      const shown = await this.#pipelines.show(projectId, Number(id));
      return toPipeline(readAnswer(answers.pipeline, shown));
    });
  }

  async getJobStatus(projectId: string, jobId: string): Promise<string> {
    return this.pacer.run('job', async () => {
      const job = await this.#jobs.show(projectId, Number(jobId));
      return readAnswer(answers.job, job).status;
    });
  }

  async getJob(projectId: string, jobId: string): Promise<RecordedJob> {
    const job = await this.pacer.run('look-up', async () => {
      const shown = await this.#jobs.show(projectId, Number(jobId));
      return readAnswer(answers.recordedJob, shown);
    });
    return {
      pipelineId: String(job.pipeline.id),
      ref: job.ref,
      commit: job.commit.id,
      startedAt: job.started_at ?? undefined,
      finishedAt: job.finished_at ?? undefined,
    };
  }

  async getProject(
    idOrPath: string,
  ): Promise<{ id: string; path: string; namespaceId: string }> {
    // While it opens its run a job waits for this.
    return this.pacer.run('job', async () => {
      const shown = await this.#projects.show(idOrPath);
      const project = readAnswer(answers.project, shown);
      return {
        id: String(project.id),
        path: project.path_with_namespace,
        namespaceId: String(project.namespace.id),
      };
    });
  }

  /** Asked once; a failure is forgotten, so that the next call asks again. */
  async #ownUsername(): Promise<string> {
    this.#username ??= this.pacer.run('look-up', async () => {
      const user = await this.#users.showCurrentUser();
      return readAnswer(answers.user, user).username;
    });
    try {
      return await this.#username;
    } catch (error) {
      this.#username = undefined;
      throw error;
    }
  }
}

function toPipeline(pipeline: {
  id: number;
  status: string;
  web_url: string;
}): GitLabPipeline {
  return {
    id: String(pipeline.id),
    status: pipeline.status,
    url: pipeline.web_url,
  };
}
