import type { ObservedDeployment } from '@safepoint/backstage-plugin-safepoint-common';

/** A deployment as GitLab lists it. */
export interface ListedDeployment extends ObservedDeployment {
  id: string;
  environment: string;
  pipelineId: string;
  commit: string;
  ref: string;
  jobUrl?: string;
  pipelineUrl?: string;
  createdAt: Date;
  updatedAt: Date;
}

/** One job as far as its beginning and end matter. */
export interface ObservedJob {
  status: string;
  startedAt?: Date;
  finishedAt?: Date;
}

/**
 * `waiting`: nothing moves, but a person may still start a job. `unknown`: gone, or not for this token to see;
 * nothing follows from it.
 */
export type PipelineState = 'active' | 'waiting' | 'ended' | 'unknown';

/** How many deployments a page has, unless it is the last. */
export const deploymentsPerPage = 100;

/** Asks one GitLab about deployments and their jobs; reads only. Every call may throw a `GitLabError`. */
export interface DeploymentLookup {
  /** One page of what changed after that moment, the oldest change first. */
  listChanged(
    projectId: string,
    query: { since: Date; page: number; environment?: string },
  ): Promise<ListedDeployment[]>;
  /** Undefined if there is none, or none for this token to see. */
  find(projectId: string, id: string): Promise<ListedDeployment | undefined>;
  findJob(projectId: string, id: string): Promise<ObservedJob | undefined>;
  findPipelineState(projectId: string, id: string): Promise<PipelineState>;
}
