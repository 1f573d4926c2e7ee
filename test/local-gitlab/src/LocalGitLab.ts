import { randomUUID } from 'node:crypto';
import { assemble } from './assemble';
import { Folders } from './ci/Folders';
import { defaultBranch } from './git/ProjectRepository';
import { FaultInjector } from './http/FaultInjector';
import { HttpServer } from './http/HttpServer';
import type { ServerContext } from './http/ServerContext';
import { findMissingTools } from './processes/findMissingTools';
import { createBot } from './state/createBot';
import type { Bot } from './state/createBot';
import { createProject } from './state/createProject';
import { summarise } from './summarise';
import type { PipelineSummary } from './summarise';
import type { Job, Pipeline, Project, WebhookEvent } from './state/types';
import type {
  BotOptions,
  MintOptions,
  ProjectOptions,
  PushOptions,
  RunOptions,
  StartOptions,
} from './options';
import { idTokenClaims } from './tokens/idTokenClaims';
import { WebhookDelivery } from './webhooks/WebhookDelivery';

/** How a project, pipeline or job is named to the library: by its id or by what the library answered. */
export type Reference = number | { id: number };

/** A running local GitLab. See the README for what it does and where it differs from GitLab. */
export class LocalGitLab {
  /** The server's address, and the issuer of its tokens. */
  readonly url: string;
  /** Lets requests fail. */
  readonly faults: FaultInjector;
  readonly #context: ServerContext;
  readonly #server: HttpServer;
  readonly #folders: Folders;
  readonly #webhooks: WebhookDelivery;
  #stopped?: Promise<void>;

  private constructor(parts: {
    url: string;
    faults: FaultInjector;
    context: ServerContext;
    server: HttpServer;
    folders: Folders;
    webhooks: WebhookDelivery;
  }) {
    this.url = parts.url;
    this.faults = parts.faults;
    this.#context = parts.context;
    this.#server = parts.server;
    this.#folders = parts.folders;
    this.#webhooks = parts.webhooks;
  }

  /** Starts a server without projects. It stops when `stop` is called or the signal aborts. */
  static async start(options: StartOptions): Promise<LocalGitLab> {
    const missing = findMissingTools();
    if (missing.length > 0) {
      throw new Error(
        `The local GitLab needs ${missing.join(
          ', ',
        )} on PATH. On Debian: apt-get install ${missing.join(' ')}`,
      );
    }
    options.signal?.throwIfAborted();
    const log = options.log ?? (() => undefined);
    const folders = await Folders.create(options.dataDir);
    let url = '';
    const serverUrl = () => url;
    const webhooks = new WebhookDelivery({ log, serverUrl });
    const context = assemble({ folders, serverUrl, webhooks, options });
    const faults = new FaultInjector();
    const server = new HttpServer(context, faults, log);
    try {
      url = `http://127.0.0.1:${await server.listen(options.port ?? 0)}`;
    } catch (error) {
      await folders.remove();
      throw error;
    }
    await folders.serveIncludes(url);
    const gitlab = new LocalGitLab({
      url,
      faults,
      context,
      server,
      folders,
      webhooks,
    });
    options.signal?.addEventListener('abort', () => void gitlab.stop(), {
      once: true,
    });
    return gitlab;
  }

  /** Makes a project with one commit on `main`. */
  createProject(options: ProjectOptions): Promise<Project> {
    return createProject(this.#context.state, this.#folders, options);
  }

  /** Replaces a project's variables; pipelines that run already are not touched except in jobs yet to start. */
  setVariables(project: Reference, variables: Project['variables']): void {
    this.#project(project).variables = variables;
  }

  /** Makes a bot user, as a project or group access token does, and answers its token. */
  createBot(options: BotOptions): Bot {
    const projects = options.projects.map(project => this.#project(project));
    return createBot(this.#context.state, projects, options);
  }

  /** Adds a commit without a pipeline and answers its SHA. */
  commit(project: Reference, options: PushOptions): Promise<string> {
    return this.#project(project).repository.commit({
      branch: options.branch ?? defaultBranch,
      message: options.message,
      files: options.files,
    });
  }

  /** Adds a commit and runs its pipeline, source `push`. Throws where GitLab would make no pipeline. */
  async push(project: Reference, options: PushOptions): Promise<Pipeline> {
    await this.commit(project, options);
    const { factory, runner, state } = this.#context;
    const pipeline = await factory.create(this.#project(project), {
      ref: options.branch ?? defaultBranch,
      source: 'push',
      user: state.owner,
    });
    runner.advance(pipeline);
    return pipeline;
  }

  /** Runs a pipeline as a person, a schedule, a tag or a merge request does. Throws where GitLab would make none. */
  async run(project: Reference, options: RunOptions = {}): Promise<Pipeline> {
    const { factory, runner, state } = this.#context;
    const pipeline = await factory.create(this.#project(project), {
      ref: defaultBranch,
      source: 'web',
      user: state.owner,
      ...options,
    });
    runner.advance(pipeline);
    return pipeline;
  }

  /** Tags the head of the default branch, or the given commit. */
  async tag(project: Reference, name: string, sha?: string): Promise<void> {
    const { repository } = this.#project(project);
    const target = sha ?? (await repository.findCommit(defaultBranch));
    if (target === undefined) throw new Error('there is no commit to tag');
    await repository.tag(name, target);
  }

  /** Waits until a pipeline ended or is blocked by a manual job (`manual`). */
  async waitForPipeline(
    project: Reference,
    pipeline: Reference,
  ): Promise<PipelineSummary> {
    const found = this.#pipeline(pipeline);
    if (found.project !== this.#project(project)) {
      throw new Error(`pipeline ${found.id} belongs to another project`);
    }
    await this.#context.runner.waitFor(found);
    return summarise(found);
  }

  /** A pipeline and its jobs as they are now. */
  describePipeline(pipeline: Reference): PipelineSummary {
    return summarise(this.#pipeline(pipeline));
  }

  /** A job's log, with its secrets masked. */
  jobLog(job: Reference): Promise<string> {
    return this.#context.logs.read(this.#job(job));
  }

  /** Starts a manual job. */
  playJob(job: Reference): void {
    const found = this.#job(job);
    if (!this.#context.runner.play(found, this.#context.state.owner)) {
      throw new Error(
        `job ${found.id} is ${found.status}: only a manual job can be played`,
      );
    }
  }

  /** Runs a finished job again and answers the new job. */
  retryJob(job: Reference): { id: number } {
    const found = this.#job(job);
    const again = this.#context.runner.retry(found, this.#context.state.owner);
    if (!again)
      throw new Error(
        `job ${found.id} is ${found.status}: only a finished job can be retried`,
      );
    return { id: again.id };
  }

  /** Ends a pipeline; resolves when none of its processes is left. */
  cancelPipeline(pipeline: Reference): Promise<void> {
    return this.#context.runner.cancel(this.#pipeline(pipeline));
  }

  /** Tells an address, on this machine only, of a project's events. */
  addWebhook(
    project: Reference,
    options: {
      url: string;
      token?: string;
      signingToken?: string;
      events: readonly WebhookEvent[];
    },
  ): { id: number } {
    const { hostname } = new URL(options.url);
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
      throw new Error(
        `The local GitLab speaks to this machine only, not to ${hostname}`,
      );
    }
    const id = this.#context.state.nextId('webhook');
    this.#project(project).webhooks.push({
      id,
      uuid: randomUUID(),
      ...options,
    });
    return { id };
  }

  /** Tells a project's webhooks nothing more. */
  removeWebhooks(project: Reference): void {
    this.#project(project).webhooks = [];
  }

  /** Resolves when every webhook event so far was sent. */
  settleWebhooks(): Promise<void> {
    return this.#webhooks.settle();
  }

  /** The public key of the tokens, for tests that misuse it. */
  get publicKeyPem(): string {
    return this.#context.keys.publicKeyPem;
  }

  /** A token with any claims, for tests of hostile tokens. Times and a `jti` are added where they are not given. */
  mintToken(
    claims: Record<string, unknown>,
    options: MintOptions = {},
  ): string {
    const issuedAt = Math.floor(Date.now() / 1000);
    const times = {
      jti: randomUUID(),
      iss: this.url,
      iat: issuedAt,
      nbf: issuedAt - 5,
      exp: issuedAt + (options.expiresInSeconds ?? 3600),
    };
    return this.#context.keys.sign({ ...times, ...claims }, options);
  }

  /** The claims that a job's token has, for tests that change some of them. */
  claimsOf(job: Reference, audience: string): Record<string, unknown> {
    return idTokenClaims(this.#job(job), audience, this.url, new Date());
  }

  /** Ends all pipelines, closes the server and removes its files. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { state, runner, factory } = this.#context;
    runner.stop();
    await this.#server.close();
    await factory.settle();
    await Promise.all(
      [...state.pipelines.values()].map(pipeline => runner.cancel(pipeline)),
    );
    await this.#webhooks.stop();
    await this.#folders.remove();
  }

  #project(reference: Reference): Project {
    return find(this.#context.state.projects, reference, 'project');
  }

  #pipeline(reference: Reference): Pipeline {
    return find(this.#context.state.pipelines, reference, 'pipeline');
  }

  #job(reference: Reference): Job {
    return find(this.#context.state.jobs, reference, 'job');
  }
}

function find<T>(
  known: ReadonlyMap<number, T>,
  reference: Reference,
  kind: string,
): T {
  const id = typeof reference === 'number' ? reference : reference.id;
  const found = known.get(id);
  if (!found) throw new Error(`there is no ${kind} ${id}`);
  return found;
}
