import { Deployments, Jobs, Pipelines } from '@gitbeaker/rest';
import { z } from 'zod';
import type { GitLabIssuerConfig } from '../config';
import { readAnswer } from './answers';
import { CallPacer } from './CallPacer';
import {
  type DeploymentLookup,
  deploymentsPerPage,
  type ListedDeployment,
  type ObservedJob,
  type PipelineState,
} from './DeploymentLookup';
import { requestOnceFn } from './requestOnce';

const time = z.coerce.date();
const job = z.object({
  id: z.number().int().positive(),
  status: z.string(),
  web_url: z.string().optional(),
  started_at: time.nullish(),
  finished_at: time.nullish(),
});
const deployment = z.object({
  id: z.number().int().positive(),
  ref: z.string(),
  sha: z.string(),
  status: z.enum([
    'created',
    'blocked',
    'running',
    'success',
    'failed',
    'canceled',
    'skipped',
  ]),
  created_at: time,
  updated_at: time,
  environment: z.object({ name: z.string() }),
  // None for a deployment that another tool reported to GitLab.
  deployable: job
    .extend({
      pipeline: z.object({
        id: z.number().int().positive(),
        web_url: z.string().optional(),
      }),
    })
    .nullish(),
});
const pipeline = z.object({ status: z.string() });

const movingStatuses = [
  'created',
  'waiting_for_resource',
  'waiting_for_callback',
  'preparing',
  'pending',
  'running',
  'canceling',
];
/** A job that has not run and may: by itself, by its schedule, or because a person starts it. */
const startableStatuses = [
  'created',
  'waiting_for_resource',
  'preparing',
  'pending',
  'running',
  'manual',
  'scheduled',
];

/**
 * Over GitLab's REST API; each call is one request, two for the state of a pipeline. While GitLab is to be
 * left alone none is made.
 */
export class GitLabDeployments implements DeploymentLookup {
  readonly #deployments: Deployments;
  readonly #pipelines: Pipelines;
  readonly #jobs: Jobs;
  readonly #pacer: CallPacer;

  constructor(
    issuer: GitLabIssuerConfig,
    options: { timeoutMilliseconds?: number; pacer?: CallPacer } = {},
  ) {
    this.#pacer = options.pacer ?? new CallPacer();
    const resource = {
      // gitbeaker appends /api/v4 itself.
      host: issuer.apiBaseUrl.replace(/\/api\/v4$/, ''),
      token: issuer.token,
      queryTimeout: options.timeoutMilliseconds ?? 15_000,
      requesterFn: requestOnceFn,
    };
    this.#deployments = new Deployments(resource);
    this.#pipelines = new Pipelines(resource);
    this.#jobs = new Jobs(resource);
  }

  async listChanged(
    projectId: string,
    query: { since: Date; page: number; environment?: string },
  ): Promise<ListedDeployment[]> {
    const found = await this.#ask(z.array(deployment), () =>
      this.#deployments.all(projectId, {
        updatedAfter: query.since.toISOString(),
        // GitLab refuses to filter by one time and sort by another.
        orderBy: 'updated_at',
        sort: 'asc',
        ...(query.environment && { environment: query.environment }),
        perPage: deploymentsPerPage,
        page: query.page,
        maxPages: 1,
      }),
    );
    return found.map(toListed);
  }

  async find(
    projectId: string,
    id: string,
  ): Promise<ListedDeployment | undefined> {
    const found = await this.#find(deployment, () =>
      this.#deployments.show(projectId, Number(id)),
    );
    return found && toListed(found);
  }

  async findJob(
    projectId: string,
    id: string,
  ): Promise<ObservedJob | undefined> {
    const found = await this.#find(job, () =>
      this.#jobs.show(projectId, Number(id)),
    );
    if (!found) return undefined;
    const { status, started_at, finished_at } = found;
    return { status, ...toTimes(started_at, finished_at) };
  }

  async findPipelineState(
    projectId: string,
    id: string,
  ): Promise<PipelineState> {
    const found = await this.#find(pipeline, () =>
      this.#pipelines.show(projectId, Number(id)),
    );
    if (!found) return 'unknown';
    if (movingStatuses.includes(found.status)) return 'active';
    // Somebody ended it; its manual jobs could be started all the same, but are not waited for.
    if (found.status === 'canceled') return 'ended';
    const startable = await this.#ask(z.array(job), () =>
      this.#jobs.all(projectId, {
        pipelineId: Number(id),
        // GitLab takes several; gitbeaker's types know of one (43.8).
        scope: startableStatuses as unknown as 'manual',
        perPage: 1,
        maxPages: 1,
      }),
    );
    return startable.length > 0 ? 'waiting' : 'ended';
  }

  async #ask<T>(
    schema: z.ZodType<T>,
    call: () => Promise<unknown>,
  ): Promise<T> {
    return readAnswer(schema, await this.#pacer.run('deployments', call));
  }

  /** Undefined where GitLab says that there is no such thing, or none that this token may see. */
  async #find<T>(
    schema: z.ZodType<T>,
    call: () => Promise<unknown>,
  ): Promise<T | undefined> {
    try {
      return await this.#ask(schema, call);
    } catch (error) {
      if ((error as { status?: number }).status === 404) return undefined;
      throw error;
    }
  }
}

function toListed(found: z.infer<typeof deployment>): ListedDeployment {
  const { deployable, created_at, updated_at } = found;
  const common = {
    id: String(found.id),
    environment: found.environment.name,
    status: found.status,
    commit: found.sha,
    ref: found.ref,
    createdAt: created_at,
    updatedAt: updated_at,
  };
  if (!deployable) {
    // As good as a job of its own in a pipeline of its own.
    const own = `deployment-${found.id}`;
    const ended = !['created', 'blocked', 'running'].includes(found.status);
    return {
      ...common,
      jobId: own,
      pipelineId: own,
      startedAt: created_at,
      ...(ended && { finishedAt: updated_at }),
    };
  }
  return {
    ...common,
    jobId: String(deployable.id),
    pipelineId: String(deployable.pipeline.id),
    jobUrl: deployable.web_url,
    pipelineUrl: deployable.pipeline.web_url,
    ...toTimes(deployable.started_at, deployable.finished_at),
  };
}

function toTimes(startedAt?: Date | null, finishedAt?: Date | null) {
  return {
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
  };
}
