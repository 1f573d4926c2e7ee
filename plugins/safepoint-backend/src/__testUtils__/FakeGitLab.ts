import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakePipeline {
  id: number;
  name: string;
  ref: string;
  source: string;
  username: string;
  status: string;
  web_url: string;
}

/** What goes wrong with one POST: when, and what the caller gets to see. */
export interface Fault {
  /** Whether GitLab has done its work when it goes wrong. */
  effect: 'before' | 'after' | 'late';
  answer:
    | { status: number; headers?: Record<string, string>; body?: unknown }
    | 'reset'
    | 'silence';
}

const notFound = { status: 404, body: { message: '404 Not Found' } };

/** The calls of GitLab's API that the plugin makes, with faults, over real HTTP. */
export class FakeGitLab {
  readonly pipelines: FakePipeline[] = [];
  readonly jobs = new Map<string, string>();
  readonly projects = new Map<string, { id: number; path: string }>();
  readonly requests: { method: string; path: string; token?: string }[] = [];
  /** Used up one by one, by POSTs. */
  faults: Fault[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#handle(request).then(
        answer => {
          if (answer === 'reset') {
            request.socket.destroy();
          } else if (answer !== 'silence') {
            response.writeHead(answer.status, {
              'content-type': 'application/json',
              ...answer.headers,
            });
            response.end(JSON.stringify(answer.body ?? {}));
          }
        },
        () => request.socket.destroy(),
      );
    });
  }

  static async start(): Promise<FakeGitLab> {
    const gitlab = new FakeGitLab();
    await new Promise<void>(resolve => {
      gitlab.#server.listen(0, '127.0.0.1', resolve);
    });
    return gitlab;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #handle(request: IncomingMessage): Promise<Fault['answer']> {
    const url = new URL(request.url ?? '', this.url);
    const path = decodeURIComponent(url.pathname.replace('/api/v4', ''));
    const token = request.headers['private-token'] as string | undefined;
    this.requests.push({ method: request.method ?? '', path, token });
    if (request.method === 'POST') return this.#create(await readJson(request));
    if (path === '/user') return ok({ id: 1, username: 'safepoint-bot' });
    const job = /^\/projects\/(.+)\/jobs\/(\d+)$/.exec(path);
    if (job) {
      const status = this.jobs.get(`${job[1]}/${job[2]}`);
      return status ? ok({ id: Number(job[2]), status }) : notFound;
    }
    if (/^\/projects\/[^/]+\/pipelines$/.test(path)) {
      return ok(this.#filter(url.searchParams));
    }
    const pipeline = /\/pipelines\/(\d+)$/.exec(path);
    if (pipeline) {
      const found = this.pipelines.find(({ id }) => id === Number(pipeline[1]));
      return found ? ok(found) : notFound;
    }
    return this.#project(path.replace('/projects/', ''));
  }

  #project(idOrPath: string): Fault['answer'] {
    const project = [...this.projects.values()].find(
      ({ id, path }) => String(id) === idOrPath || path === idOrPath,
    );
    return project
      ? ok({
          id: project.id,
          path_with_namespace: project.path,
          namespace: { id: 12 },
        })
      : notFound;
  }

  #create(body: { ref: string; inputs: { request: string } }): Fault['answer'] {
    const fault = this.faults.shift();
    if (!fault) return { status: 201, body: this.#add(body) };
    if (fault.effect === 'after') this.#add(body);
    if (fault.effect === 'late') setTimeout(() => this.#add(body), 30);
    return fault.answer;
  }

  #add(body: { ref: string; inputs: { request: string } }): FakePipeline {
    const id = 1_000 + this.pipelines.length;
    const pipeline = {
      id,
      name: `safepoint ${body.inputs.request}`,
      ref: body.ref,
      source: 'api',
      username: 'safepoint-bot',
      status: 'created',
      web_url: `${this.url}/platform/recovery/-/pipelines/${id}`,
    };
    this.pipelines.unshift(pipeline);
    return pipeline;
  }

  #filter(query: URLSearchParams): FakePipeline[] {
    return this.pipelines.filter(pipeline =>
      (['name', 'source', 'username', 'ref', 'status'] as const).every(
        field => !query.has(field) || query.get(field) === pipeline[field],
      ),
    );
  }
}

function ok(body: unknown) {
  return { status: 200, body };
}

async function readJson(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
