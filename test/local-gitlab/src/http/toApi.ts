import type { Deployment, Job, Pipeline, Project, User } from '../state/types';
import { isFailureAllowed } from '../ci/compositeStatus';
import { defaultBranch } from '../git/ProjectRepository';

/** Seconds between two moments, as far as they have come. */
export function secondsBetween(
  from: Date | undefined,
  to: Date | undefined,
): number | null {
  return from && to ? (to.getTime() - from.getTime()) / 1000 : null;
}

/** The address of a project's page. */
export function projectUrl(project: Project, serverUrl: string): string {
  return `${serverUrl}/${project.pathWithNamespace}`;
}

/** A user as the API shows it. */
export function toApiUser(user: User, serverUrl: string) {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    state: 'active',
    locked: false,
    avatar_url: null,
    web_url: `${serverUrl}/${user.username}`,
  };
}

/** `GET /projects/:id` */
export function toApiProject(project: Project, serverUrl: string) {
  const url = projectUrl(project, serverUrl);
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: project.pathWithNamespace.replaceAll('/', ' / '),
    path: project.path,
    path_with_namespace: project.pathWithNamespace,
    created_at: project.createdAt,
    default_branch: defaultBranch,
    web_url: url,
    http_url_to_repo: `${url}.git`,
    visibility: 'private',
    archived: false,
    ci_config_path: null,
    namespace: {
      id: project.namespace.id,
      name: project.namespace.path.split('/').at(-1),
      path: project.namespace.path.split('/').at(-1),
      kind: 'group',
      full_path: project.namespace.path,
      web_url: `${serverUrl}/groups/${project.namespace.path}`,
    },
  };
}

/** An entry of `GET /projects/:id/pipelines` */
export function toApiPipelineSummary(pipeline: Pipeline, serverUrl: string) {
  return {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: pipeline.project.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    name: pipeline.name ?? null,
    created_at: pipeline.createdAt,
    updated_at: pipeline.updatedAt,
    web_url: `${projectUrl(pipeline.project, serverUrl)}/-/pipelines/${
      pipeline.id
    }`,
  };
}

/** `GET /projects/:id/pipelines/:id` */
export function toApiPipeline(pipeline: Pipeline, serverUrl: string) {
  return {
    ...toApiPipelineSummary(pipeline, serverUrl),
    before_sha: '0'.repeat(40),
    tag: pipeline.refType === 'tag',
    yaml_errors: pipeline.yamlErrors ?? null,
    user: toApiUser(pipeline.user, serverUrl),
    started_at: pipeline.startedAt ?? null,
    finished_at: pipeline.finishedAt ?? null,
    committed_at: null,
    duration: secondsBetween(pipeline.startedAt, pipeline.finishedAt),
    queued_duration: secondsBetween(pipeline.createdAt, pipeline.startedAt),
    coverage: null,
    archived: false,
  };
}

/** `GET /projects/:id/jobs/:id` */
export function toApiJob(job: Job, serverUrl: string) {
  const { pipeline, definition } = job;
  return {
    id: job.id,
    status: job.status,
    stage: definition.stage,
    name: definition.name,
    ref: pipeline.ref,
    tag: pipeline.refType === 'tag',
    coverage: null,
    allow_failure: isFailureAllowed(job),
    created_at: job.createdAt,
    started_at: job.startedAt ?? null,
    finished_at: job.finishedAt ?? null,
    erased_at: null,
    duration: secondsBetween(job.startedAt, job.finishedAt ?? new Date()),
    queued_duration: secondsBetween(job.createdAt, job.startedAt),
    user: toApiUser(job.user, serverUrl),
    commit: {
      id: pipeline.sha,
      short_id: pipeline.sha.slice(0, 8),
      title: pipeline.commitMessage.split('\n')[0],
      message: pipeline.commitMessage,
    },
    pipeline: toApiPipelineSummary(pipeline, serverUrl),
    ...(job.failureReason ? { failure_reason: job.failureReason } : {}),
    web_url: `${projectUrl(pipeline.project, serverUrl)}/-/jobs/${job.id}`,
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    runner: null,
    tag_list: [],
  };
}

/** An entry of `GET /projects/:id/deployments` */
export function toApiDeployment(deployment: Deployment, serverUrl: string) {
  const { job, environment } = deployment;
  return {
    id: deployment.id,
    iid: deployment.iid,
    ref: job.pipeline.ref,
    sha: job.pipeline.sha,
    status: deployment.status,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    user: toApiUser(job.user, serverUrl),
    environment: {
      id: environment.id,
      name: environment.name,
      tier: environment.tier,
      external_url: environment.url ?? null,
    },
    deployable: toApiJob(job, serverUrl),
  };
}
