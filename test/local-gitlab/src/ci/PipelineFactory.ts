import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitLabState } from '../state/GitLabState';
import type {
  Job,
  Pipeline,
  PipelineSource,
  Project,
  User,
} from '../state/types';
import { ConfigurationError } from './definitions';
import type { InputValue, RenderedPipeline } from './definitions';
import { escapeDollars } from './expandVariables';
import { pipelineVariables } from './predefinedVariables';
import type { PipelineSeed } from './predefinedVariables';
import type { RefType } from './refVariables';
import { renderPipeline } from './renderPipeline';
import { selectVariables } from './selectVariables';
import type { Folders } from './Folders';

/** What somebody asks for. */
export interface PipelineRequest {
  ref: string;
  /** Default: `branch`. */
  refType?: RefType;
  source: PipelineSource;
  user: User;
  inputs?: Readonly<Record<string, InputValue>>;
  variables?: Readonly<Record<string, string>>;
}

/** Makes pipelines: a commit checked out, its configuration evaluated, its jobs created. */
export class PipelineFactory {
  readonly #state: GitLabState;
  readonly #folders: Folders;
  readonly #serverUrl: () => string;
  readonly #underWay = new Set<Promise<Pipeline>>();
  readonly #instanceVariables: Readonly<Record<string, string>>;

  constructor(options: {
    state: GitLabState;
    folders: Folders;
    serverUrl: () => string;
    instanceVariables: Readonly<Record<string, string>>;
  }) {
    this.#state = options.state;
    this.#folders = options.folders;
    this.#serverUrl = options.serverUrl;
    this.#instanceVariables = options.instanceVariables;
  }

  /**
   * Makes a pipeline whose jobs have not begun. A configuration that cannot be evaluated makes a failed pipeline
   * after a push, as in GitLab; for every other source it throws a `ConfigurationError`.
   */
  create(project: Project, request: PipelineRequest): Promise<Pipeline> {
    const creation = this.#create(project, request);
    this.#underWay.add(creation);
    const done = () => this.#underWay.delete(creation);
    creation.then(done, done);
    return creation;
  }

  /** Resolves when no pipeline is being made any more. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #create(project: Project, request: PipelineRequest): Promise<Pipeline> {
    const sha = await project.repository.findCommit(
      request.ref,
      request.refType === 'tag' ? 'tags' : 'heads',
    );
    if (sha === undefined) throw new ConfigurationError('Reference not found');
    const commitMessage = await project.repository.message(sha);
    const createdAt = new Date();
    const id = this.#state.nextId('pipeline');
    const iid = project.nextPipelineIid++;
    const refType = request.refType ?? ('branch' as const);
    const seed = {
      project,
      id,
      iid,
      sha,
      commitMessage,
      createdAt,
      ...request,
      refType,
    };
    const workspace = join(this.#folders.workspaces, String(id));
    await project.repository.checkOut({
      folder: workspace,
      branch: request.ref,
      sha,
      remoteUrl: `${this.#serverUrl()}/${project.pathWithNamespace}.git`,
    });
    const { rendered, yamlErrors } = await this.#render(
      seed,
      request,
      workspace,
    );
    const pipeline: Pipeline = {
      ...seed,
      name: rendered.name,
      status: yamlErrors === undefined ? 'created' : 'failed',
      yamlErrors,
      updatedAt: createdAt,
      finishedAt: yamlErrors === undefined ? undefined : createdAt,
      rendered,
      variables: { ...request.variables },
      workspace,
      jobs: [],
    };
    this.#state.pipelines.set(id, pipeline);
    rendered.jobs.forEach(definition =>
      this.addJob(pipeline, definition, request.user),
    );
    return pipeline;
  }

  /** Adds a job that has not begun. */
  addJob(pipeline: Pipeline, definition: Job['definition'], user: User): Job {
    const job: Job = {
      id: this.#state.nextId('job'),
      pipeline,
      definition,
      status: 'created',
      createdAt: new Date(),
      retried: false,
      user,
    };
    pipeline.jobs.push(job);
    this.#state.jobs.set(job.id, job);
    return job;
  }

  /** What every job of a pipeline gets; `environment` adds the variables that are scoped to it. */
  variables(
    seed: PipelineSeed,
    requested: Readonly<Record<string, string>>,
    environment?: string,
  ): Record<string, string> {
    const { project } = seed;
    const refProtected = project.protectedBranches.includes(seed.ref);
    const own = selectVariables(project.variables, {
      refProtected,
      environment,
    }).map(({ key, value, raw }) => [key, raw ? escapeDollars(value) : value]);
    return {
      ...escapeAll(this.#instanceVariables),
      ...Object.fromEntries(own),
      ...requested,
      ...escapeAll(pipelineVariables(seed, this.#serverUrl())),
    };
  }

  async #render(
    seed: PipelineSeed,
    request: PipelineRequest,
    workspace: string,
  ): Promise<{ rendered: RenderedPipeline; yamlErrors?: string }> {
    const home = join(this.#folders.homes, `render-${seed.id}`);
    await mkdir(home, { recursive: true });
    const { repository, pathWithNamespace } = seed.project;
    await repository.showOrigin(workspace, pathWithNamespace);
    try {
      const rendered = await renderPipeline({
        workspace,
        home,
        cacheFolder: this.#folders.cache,
        gitConfig: this.#folders.includeGitConfig,
        variables: this.variables(seed, request.variables ?? {}),
        inputs: request.inputs ?? {},
      });
      await repository.hideOrigin(workspace);
      return { rendered };
    } catch (error) {
      if (request.source === 'push' && error instanceof ConfigurationError) {
        const rendered = { stages: [], jobs: [], configuration: {} };
        return { rendered, yamlErrors: error.message };
      }
      await rm(workspace, { recursive: true, force: true });
      throw error;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }
}

/** GitLab's own values are never expanded: a commit message may hold a `$`. */
function escapeAll(
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      escapeDollars(value),
    ]),
  );
}
