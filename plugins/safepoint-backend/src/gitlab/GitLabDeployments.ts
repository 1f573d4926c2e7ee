import { Deployments, Jobs, Pipelines } from '@gitbeaker/rest';
import { z } from 'zod';
import type { GitLabIssuerConfig } from '../config';
import { readAnswer } from './answers';
import {
  type DeploymentLookup,
  deploymentsPerPage,
  type ListedDeployment,
  type ObservedJob,
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
const startableStatuses = [...movingStatuses, 'manual', 'scheduled'];

/** Over GitLab's REST API; each call is one request, two for the state of a pipeline. */
export class GitLabDeployments implements DeploymentLookup {
  readonly #deployments: Deployments;
  readonly #pipelines: Pipelines;
  readonly #jobs: Jobs;

  constructor(
    issuer: GitLabIssuerConfig,
    options: { timeoutMilliseconds?: number } = {},
  ) {
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
    const found = await this.#deployments.all(projectId, {
      updatedAfter: query.since.toISOString(),
      // GitLab refuses to filter by one time and sort by another.
      orderBy: 'updated_at',
      sort: 'asc',
      ...(query.environment && { environment: query.environment }),
      perPage: deploymentsPerPage,
      page: query.page,
      maxPages: 1,
    });
    return readAnswer(z.array(deployment), found).map(toListed);
  }

  async find(
    projectId: string,
    id: string,
  ): Promise<ListedDeployment | undefined> {
    const shown = await ifFound(this.#deployments.show(projectId, Number(id)));
    return shown && toListed(readAnswer(deployment, shown));
  }

  async findJob(
    projectId: string,
    id: string,
  ): Promise<ObservedJob | undefined> {
    const shown = await ifFound(this.#jobs.show(projectId, Number(id)));
    if (!shown) return undefined;
    const { status, started_at, finished_at } = readAnswer(job, shown);
    return { status, ...toTimes(started_at, finished_at) };
  }

  async findPipelineState(
    projectId: string,
    id: string,
  ): Promise<'active' | 'waiting' | 'ended'> {
    const shown = await ifFound(this.#pipelines.show(projectId, Number(id)));
    if (!shown) return 'ended';
    const { status } = readAnswer(pipeline, shown);
    if (movingStatuses.includes(status)) return 'active';
    // Somebody ended it; its manual jobs could be started all the same, but are not waited for.
    if (status === 'canceled') return 'ended';
    const jobs = await this.#jobs.all(projectId, {
      pipelineId: Number(id),
      perPage: 100,
      maxPages: 1,
    });
    const startable = readAnswer(z.array(job), jobs).some(one =>
      startableStatuses.includes(one.status),
    );
    return startable ? 'waiting' : 'ended';
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

async function ifFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as { status?: number }).status === 404) return undefined;
    throw error;
  }
}
