import { isFailureAllowed } from '../ci/compositeStatus';
import { projectUrl, secondsBetween } from '../http/toApi';
import { defaultBranch } from '../git/ProjectRepository';
import type { Deployment, Job, Pipeline, Project, User } from '../state/types';

/** The body of a job event (`build` is GitLab's name for it). */
export function jobPayload(job: Job, serverUrl: string) {
  const { pipeline, definition } = job;
  return {
    object_kind: 'build',
    ref: pipeline.ref,
    tag: false,
    before_sha: '0'.repeat(40),
    sha: pipeline.sha,
    retries_count: pipeline.jobs.filter(
      other => other.retried && other.definition.name === definition.name,
    ).length,
    build_id: job.id,
    build_name: definition.name,
    build_stage: definition.stage,
    build_status: job.status,
    build_created_at: formatTime(job.createdAt),
    build_started_at: formatTime(job.startedAt),
    build_finished_at: formatTime(job.finishedAt),
    build_duration: secondsBetween(job.startedAt, job.finishedAt),
    build_queued_duration: secondsBetween(job.createdAt, job.startedAt),
    build_allow_failure: isFailureAllowed(job),
    build_failure_reason: job.failureReason ?? 'unknown_failure',
    pipeline_id: pipeline.id,
    runner: null,
    project_id: pipeline.project.id,
    project_name: pipeline.project.pathWithNamespace.replaceAll('/', ' / '),
    user: toHookUser(job.user),
    commit: {
      id: pipeline.id,
      name: pipeline.name ?? null,
      sha: pipeline.sha,
      message: pipeline.commitMessage,
      status: pipeline.status,
    },
    project: toHookProject(pipeline.project, serverUrl),
    environment: toHookEnvironment(job),
  };
}

/** The body of a pipeline event. */
export function pipelinePayload(pipeline: Pipeline, serverUrl: string) {
  const url = projectUrl(pipeline.project, serverUrl);
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: pipeline.id,
      iid: pipeline.iid,
      name: pipeline.name ?? null,
      ref: pipeline.ref,
      tag: false,
      sha: pipeline.sha,
      before_sha: '0'.repeat(40),
      source: pipeline.source,
      status: pipeline.status,
      detailed_status: pipeline.status,
      stages: pipeline.rendered.stages.filter(stage =>
        pipeline.jobs.some(job => job.definition.stage === stage),
      ),
      created_at: formatTime(pipeline.createdAt),
      finished_at: formatTime(pipeline.finishedAt),
      duration: secondsBetween(pipeline.startedAt, pipeline.finishedAt),
      queued_duration: secondsBetween(pipeline.createdAt, pipeline.startedAt),
      variables: [],
      url: `${url}/-/pipelines/${pipeline.id}`,
    },
    merge_request: null,
    user: toHookUser(pipeline.user),
    project: toHookProject(pipeline.project, serverUrl),
    commit: {
      id: pipeline.sha,
      message: pipeline.commitMessage,
      title: pipeline.commitMessage.split('\n')[0],
      url: `${url}/-/commit/${pipeline.sha}`,
    },
    builds: pipeline.jobs.filter(job => !job.retried).map(toHookBuild),
  };
}

/** The body of a deployment event. Only the short SHA is in it, as in GitLab. */
export function deploymentPayload(deployment: Deployment, serverUrl: string) {
  const { job, environment } = deployment;
  const { pipeline } = job;
  const url = projectUrl(pipeline.project, serverUrl);
  return {
    object_kind: 'deployment',
    status: deployment.status,
    status_changed_at: formatTime(deployment.updatedAt),
    deployment_id: deployment.id,
    deployable_id: job.id,
    deployable_url: `${url}/-/jobs/${job.id}`,
    environment: environment.name,
    environment_tier: environment.tier,
    environment_slug: environment.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
    environment_external_url: environment.url ?? null,
    project: toHookProject(pipeline.project, serverUrl),
    ref: pipeline.ref,
    short_sha: pipeline.sha.slice(0, 8),
    user: toHookUser(job.user),
    user_url: `${serverUrl}/${job.user.username}`,
    commit_url: `${url}/-/commit/${pipeline.sha}`,
    commit_title: pipeline.commitMessage.split('\n')[0],
  };
}

function toHookBuild(job: Job) {
  return {
    id: job.id,
    stage: job.definition.stage,
    name: job.definition.name,
    status: job.status,
    created_at: formatTime(job.createdAt),
    started_at: formatTime(job.startedAt),
    finished_at: formatTime(job.finishedAt),
    duration: secondsBetween(job.startedAt, job.finishedAt),
    failure_reason: job.failureReason ?? null,
    when: job.definition.when,
    manual: job.definition.when === 'manual',
    allow_failure: isFailureAllowed(job),
    user: toHookUser(job.user),
    runner: null,
    environment: toHookEnvironment(job),
  };
}

function toHookEnvironment(job: Job) {
  const { environment } = job.definition;
  if (!environment) return null;
  return {
    name: environment.name,
    action: environment.action,
    deployment_tier: environment.tier,
  };
}

function toHookProject(project: Project, serverUrl: string) {
  return {
    id: project.id,
    name: project.name,
    description: null,
    web_url: projectUrl(project, serverUrl),
    namespace: project.namespace.path,
    visibility_level: 0,
    path_with_namespace: project.pathWithNamespace,
    default_branch: defaultBranch,
  };
}

function toHookUser(user: User) {
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    avatar_url: null,
    email: user.bot ? '[REDACTED]' : user.email,
  };
}

/** Webhooks write times as `2026-01-31 12:00:00 UTC`. */
function formatTime(date: Date | undefined): string | null {
  return date
    ? date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC')
    : null;
}
