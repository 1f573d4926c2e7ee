import type { RefType } from '../ci/refVariables';
import type { ProjectRepository } from '../git/ProjectRepository';
import type { JobDefinition, RenderedPipeline } from '../ci/definitions';

/** GitLab's job states, as far as they occur here. */
export type JobStatus =
  | 'created'
  | 'pending'
  | 'waiting_for_resource'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'manual';

/** GitLab's pipeline states, as far as they occur here. `manual` means: blocked by a manual job. */
export type PipelineStatus =
  | 'created'
  | 'pending'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'manual';

/** Why a pipeline exists; the values of CI_PIPELINE_SOURCE that occur here. */
export type PipelineSource =
  | 'push'
  | 'api'
  | 'web'
  | 'schedule'
  | 'merge_request_event';

/** A person or a bot. */
export interface User {
  id: number;
  username: string;
  name: string;
  email: string;
  bot: boolean;
}

/** A project's CI/CD variable. */
export interface ProjectVariable {
  key: string;
  value: string;
  /** `*` (default) or an environment's name, with `*` as wildcard. */
  environmentScope?: string;
  /** Given only to jobs on protected refs. */
  protected?: boolean;
  /** Hidden in job logs; by default every value that GitLab could mask is masked. */
  masked?: boolean;
  /** Handed over as it is, `$` included. By default `$NAME` in the value is expanded, as in GitLab. */
  raw?: boolean;
}

/** What a webhook is told about. */
export type WebhookEvent = 'pipeline' | 'job' | 'deployment';

/** A project's webhook. */
export interface Webhook {
  id: number;
  uuid: string;
  url: string;
  token?: string;
  /** `whsec_` and 32 bytes in base64: each delivery is signed with it, as by GitLab 19. A secret. */
  signingToken?: string;
  events: readonly WebhookEvent[];
}

/** A project with its settings. */
export interface Project {
  id: number;
  name: string;
  path: string;
  pathWithNamespace: string;
  namespace: { id: number; path: string };
  createdAt: Date;
  variables: readonly ProjectVariable[];
  protectedBranches: readonly string[];
  protectedEnvironments: readonly string[];
  pipelineVariablesAllowed: boolean;
  repository: ProjectRepository;
  webhooks: Webhook[];
  nextPipelineIid: number;
}

/** One run of a project's configuration. */
export interface Pipeline {
  id: number;
  iid: number;
  project: Project;
  source: PipelineSource;
  ref: string;
  refType: RefType;
  sha: string;
  commitMessage: string;
  user: User;
  name?: string;
  status: PipelineStatus;
  /** The configuration's error, where it could not be read. */
  yamlErrors?: string;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  rendered: RenderedPipeline;
  variables: Record<string, string>;
  workspace: string;
  jobs: Job[];
}

/** One job of a pipeline. A retry is another job with the same definition. */
export interface Job {
  id: number;
  pipeline: Pipeline;
  definition: JobDefinition;
  status: JobStatus;
  createdAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  exitCode?: number;
  failureReason?: string;
  /** Replaced by a retry. */
  retried: boolean;
  user: User;
  /** The job token, valid while the job runs. */
  token?: string;
  deployment?: Deployment;
}

/** GitLab's record of a job that deploys to an environment. */
export interface Deployment {
  id: number;
  iid: number;
  job: Job;
  environment: Environment;
  status: 'created' | 'running' | 'success' | 'failed' | 'canceled' | 'skipped';
  createdAt: Date;
  updatedAt: Date;
}

/** An environment of a project; it exists once a job deployed to it. */
export interface Environment {
  id: number;
  name: string;
  tier: string;
  url?: string;
}
