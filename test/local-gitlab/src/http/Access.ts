import type { Caller, GitLabState } from '../state/GitLabState';
import type { Job, Pipeline, Project } from '../state/types';
import { refusals } from './ApiError';
import type { ApiRequest } from './Router';

/** GitLab's access levels, as far as they matter here. */
export const accessLevels = {
  reporter: 20,
  developer: 30,
  maintainer: 40,
} as const;

/** Decides who may see and do what. Every project is private: to a stranger it does not exist. */
export class Access {
  readonly #state: GitLabState;

  constructor(state: GitLabState) {
    this.#state = state;
  }

  /** Whom the request's token belongs to; a wrong token is refused, none is nobody. */
  findCaller(request: ApiRequest): Caller | undefined {
    const token = readToken(request);
    if (token === undefined) return undefined;
    const caller = this.#state.findCaller(token);
    if (!caller) throw refusals.unauthorized();
    return caller;
  }

  /** The project named in the path, for somebody who may read it. */
  readableProject(request: ApiRequest): Project {
    const caller = this.findCaller(request);
    const project = this.#state.findProject(request.params.project);
    if (!project || levelOf(caller, project) < accessLevels.reporter) {
      throw refusals.notFound('Project');
    }
    return project;
  }

  /** The project named in the path and the caller, who may run its pipelines. */
  writableProject(request: ApiRequest): { project: Project; caller: Caller } {
    const caller = this.findCaller(request);
    if (!caller) throw refusals.unauthorized();
    const project = this.readableProject(request);
    if (levelOf(caller, project) < accessLevels.developer)
      throw refusals.forbidden();
    return { project, caller };
  }

  /** Protected branches are for maintainers. */
  mayUseBranch(caller: Caller, project: Project, branch: string): boolean {
    return (
      !project.protectedBranches.includes(branch) ||
      levelOf(caller, project) >= accessLevels.maintainer
    );
  }

  pipeline(request: ApiRequest, project: Project): Pipeline {
    const pipeline = this.#state.pipelines.get(Number(request.params.pipeline));
    if (pipeline?.project !== project) throw refusals.notFound();
    return pipeline;
  }

  job(request: ApiRequest, project: Project): Job {
    const job = this.#state.jobs.get(Number(request.params.job));
    if (job?.pipeline.project !== project) throw refusals.notFound();
    return job;
  }

  /** The running job that a job token belongs to. */
  jobOfToken(request: ApiRequest): Job {
    const token = readHeader(request, 'job-token');
    const job =
      token === undefined
        ? undefined
        : [...this.#state.jobs.values()].find(
            candidate => candidate.token === token,
          );
    if (job?.status !== 'running') throw refusals.unauthorized();
    return job;
  }
}

function levelOf(caller: Caller | undefined, project: Project): number {
  return caller?.accessLevels.get(project.id) ?? 0;
}

function readToken(request: ApiRequest): string | undefined {
  return (
    readHeader(request, 'private-token') ??
    /^Bearer (.+)$/i.exec(readHeader(request, 'authorization') ?? '')?.[1]
  );
}

function readHeader(request: ApiRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
