import type { Job, Pipeline, Project, User } from '../state/types';
import { refVariables } from './refVariables';
import { defaultBranch } from '../git/ProjectRepository';

/** What is known of a pipeline before it exists. */
export interface PipelineSeed {
  project: Project;
  id: number;
  iid: number;
  source: Pipeline['source'];
  ref: string;
  refType: Pipeline['refType'];
  sha: string;
  commitMessage: string;
  user: User;
  createdAt: Date;
}

/** GitLab's predefined variables that are the same for every job of a pipeline. */
export function pipelineVariables(
  seed: PipelineSeed,
  serverUrl: string,
): Record<string, string> {
  const { project, user } = seed;
  const server = new URL(serverUrl);
  const [title, ...description] = seed.commitMessage.split('\n');
  const projectUrl = `${serverUrl}/${project.pathWithNamespace}`;
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_SERVER: 'yes',
    CI_SERVER_NAME: 'GitLab',
    CI_SERVER_URL: serverUrl,
    CI_SERVER_HOST: server.hostname,
    CI_SERVER_PORT: server.port,
    CI_SERVER_PROTOCOL: 'http',
    CI_SERVER_FQDN: server.host,
    CI_API_V4_URL: `${serverUrl}/api/v4`,
    CI_PROJECT_ID: String(project.id),
    CI_PROJECT_NAME: project.path,
    CI_PROJECT_TITLE: project.name,
    CI_PROJECT_PATH: project.pathWithNamespace,
    CI_PROJECT_PATH_SLUG: slug(project.pathWithNamespace),
    CI_PROJECT_NAMESPACE: project.namespace.path,
    CI_PROJECT_NAMESPACE_ID: String(project.namespace.id),
    CI_PROJECT_ROOT_NAMESPACE: project.namespace.path.split('/')[0],
    CI_PROJECT_URL: projectUrl,
    CI_PROJECT_VISIBILITY: 'private',
    CI_DEFAULT_BRANCH: defaultBranch,
    CI_CONFIG_PATH: '.gitlab-ci.yml',
    CI_COMMIT_SHA: seed.sha,
    CI_COMMIT_SHORT_SHA: seed.sha.slice(0, 8),
    CI_COMMIT_REF_NAME: seed.ref,
    CI_COMMIT_REF_SLUG: slug(seed.ref),
    ...refVariables(seed),
    CI_COMMIT_REF_PROTECTED: String(
      project.protectedBranches.includes(seed.ref),
    ),
    CI_COMMIT_TITLE: title,
    CI_COMMIT_MESSAGE: seed.commitMessage,
    CI_COMMIT_DESCRIPTION: description.join('\n').trim(),
    CI_PIPELINE_ID: String(seed.id),
    CI_PIPELINE_IID: String(seed.iid),
    CI_PIPELINE_SOURCE: seed.source,
    CI_PIPELINE_URL: `${projectUrl}/-/pipelines/${seed.id}`,
    CI_PIPELINE_CREATED_AT: formatTime(seed.createdAt),
    GITLAB_USER_ID: String(user.id),
    GITLAB_USER_LOGIN: user.username,
    GITLAB_USER_NAME: user.name,
    GITLAB_USER_EMAIL: user.email,
  };
}

/** GitLab's predefined variables of one job. The environment's are there only where the job has one. */
export function jobVariables(
  job: Job,
  serverUrl: string,
): Record<string, string> {
  const { definition, pipeline } = job;
  const { environment } = definition;
  return {
    CI_JOB_ID: String(job.id),
    CI_JOB_NAME: definition.name,
    CI_JOB_NAME_SLUG: slug(definition.name),
    CI_JOB_STAGE: definition.stage,
    CI_JOB_URL: `${serverUrl}/${pipeline.project.pathWithNamespace}/-/jobs/${job.id}`,
    CI_JOB_TIMEOUT: String(definition.timeoutSeconds),
    CI_JOB_STARTED_AT: formatTime(job.startedAt ?? job.createdAt),
    CI_JOB_MANUAL: String(definition.when === 'manual'),
    CI_RUNNER_ID: '1',
    CI_RUNNER_DESCRIPTION: 'gitlab-ci-local',
    ...(environment
      ? {
          CI_ENVIRONMENT_NAME: environment.name,
          CI_ENVIRONMENT_TIER: environment.tier,
          CI_ENVIRONMENT_ACTION: environment.action,
          ...(environment.url ? { CI_ENVIRONMENT_URL: environment.url } : {}),
        }
      : {}),
  };
}

/** Variables that gitlab-ci-local sets empty, and GitLab sets only for jobs with an environment. */
export const environmentVariableNames = [
  'CI_ENVIRONMENT_NAME',
  'CI_ENVIRONMENT_SLUG',
  'CI_ENVIRONMENT_URL',
  'CI_ENVIRONMENT_TIER',
  'CI_ENVIRONMENT_ACTION',
];

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
}

function formatTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
