import { randomBytes } from 'node:crypto';
import type {
  Deployment,
  Environment,
  Job,
  Pipeline,
  Project,
  User,
} from './types';

/** Who calls the API. */
export interface Caller {
  user: User;
  /** GitLab's access level by project id: 20 reporter, 30 developer, 40 maintainer. */
  accessLevels: ReadonlyMap<number, number>;
}

/** Everything the server knows. It lives as long as the process. */
export class GitLabState {
  readonly projects = new Map<number, Project>();
  readonly pipelines = new Map<number, Pipeline>();
  readonly jobs = new Map<number, Job>();
  readonly deployments: Deployment[] = [];
  readonly #callers = new Map<string, Caller>();
  readonly #environments = new Map<string, Environment>();
  // Every kind of id starts elsewhere, so that one taken for another is noticed.
  readonly #lastIds = {
    namespace: 50,
    project: 100,
    user: 10,
    pipeline: 1000,
    job: 10_000,
    deployment: 500,
    environment: 300,
    webhook: 700,
  };

  /** Who pushes and plays when nobody else is named. */
  readonly owner: User = {
    id: 2,
    username: 'dana',
    name: 'Dana Developer',
    email: 'dana@example.com',
    bot: false,
  };

  nextId(
    kind:
      | 'namespace'
      | 'project'
      | 'user'
      | 'pipeline'
      | 'job'
      | 'deployment'
      | 'environment'
      | 'webhook',
  ): number {
    this.#lastIds[kind] += 1;
    return this.#lastIds[kind];
  }

  /** The id of a group; new for a path not seen before. */
  namespaceId(path: string): number {
    const known = [...this.projects.values()].find(
      project => project.namespace.path === path,
    );
    return known?.namespace.id ?? this.nextId('namespace');
  }

  /** Finds a project by its numeric id or its full path. */
  findProject(idOrPath: string): Project | undefined {
    if (/^\d+$/.test(idOrPath)) return this.projects.get(Number(idOrPath));
    return [...this.projects.values()].find(
      project =>
        project.pathWithNamespace.toLowerCase() === idOrPath.toLowerCase(),
    );
  }

  /** The environment of a project; made when first asked for. */
  environment(project: Project, wanted: Omit<Environment, 'id'>): Environment {
    const key = `${project.id}/${wanted.name}`;
    const environment = this.#environments.get(key) ?? {
      id: this.nextId('environment'),
      ...wanted,
    };
    environment.url = wanted.url ?? environment.url;
    this.#environments.set(key, environment);
    return environment;
  }

  addCaller(caller: Caller): string {
    const token = `glpat-${randomBytes(15).toString('base64url')}`;
    this.#callers.set(token, caller);
    return token;
  }

  findCaller(token: string): Caller | undefined {
    return this.#callers.get(token);
  }
}
