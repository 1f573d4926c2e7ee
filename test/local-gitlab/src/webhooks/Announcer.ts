import type { GitLabState } from '../state/GitLabState';
import type { Deployment, Job, JobStatus, Pipeline } from '../state/types';
import { deploymentPayload, jobPayload, pipelinePayload } from './payloads';
import type { WebhookDelivery } from './WebhookDelivery';

/** What becomes of a deployment when its job changes. */
const deploymentStatuses: Partial<Record<JobStatus, Deployment['status']>> = {
  running: 'running',
  success: 'success',
  failed: 'failed',
  canceled: 'canceled',
  skipped: 'skipped',
};

/** Keeps deployments in step with their jobs and tells webhooks of every change. */
export class Announcer {
  readonly #state: GitLabState;
  readonly #delivery: WebhookDelivery;
  readonly #serverUrl: () => string;

  constructor(
    state: GitLabState,
    delivery: WebhookDelivery,
    serverUrl: () => string,
  ) {
    this.#state = state;
    this.#delivery = delivery;
    this.#serverUrl = serverUrl;
  }

  jobChanged(job: Job): void {
    this.#delivery.send(
      job.pipeline.project,
      'job',
      jobPayload(job, this.#serverUrl()),
    );
    const status = deploymentStatuses[job.status];
    const deployment = this.#deployment(job);
    if (!deployment || !status || deployment.status === status) return;
    deployment.status = status;
    deployment.updatedAt = new Date();
    // GitLab tells of deployments that started and how they ended, not of skipped ones.
    if (status === 'skipped') return;
    const payload = deploymentPayload(deployment, this.#serverUrl());
    this.#delivery.send(job.pipeline.project, 'deployment', payload);
  }

  pipelineChanged(pipeline: Pipeline): void {
    const payload = pipelinePayload(pipeline, this.#serverUrl());
    this.#delivery.send(pipeline.project, 'pipeline', payload);
  }

  /** Only a job that starts an environment is a deployment: `prepare`, `verify` and `access` are none. */
  #deployment(job: Job): Deployment | undefined {
    const { environment } = job.definition;
    if (environment?.action !== 'start') return undefined;
    if (job.deployment) return job.deployment;
    const { project } = job.pipeline;
    const now = new Date();
    job.deployment = {
      id: this.#state.nextId('deployment'),
      iid:
        this.#state.deployments.filter(
          other => other.job.pipeline.project === project,
        ).length + 1,
      job,
      environment: this.#state.environment(project, {
        name: environment.name,
        tier: environment.tier,
        url: environment.url,
      }),
      status: 'created',
      createdAt: now,
      updatedAt: now,
    };
    this.#state.deployments.push(job.deployment);
    return job.deployment;
  }
}
