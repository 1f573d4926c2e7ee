import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Answer,
  type Fault,
  ok,
  notFound,
  sendAnswer,
} from './fakeAnswers';

export type { Answer, Fault } from './fakeAnswers';

export interface FakePipeline {
  id: number;
  name: string;
  ref: string;
  source: string;
  username: string;
  status: string;
  web_url: string;
  /** On the fake's clock; before that no look-up shows it. */
  visibleFrom: number;
}

/** One call as it came in, and whether the right answer came whole, late or twice included. */
export interface FakeCall {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body?: { ref: string; inputs: { request: string } };
  answeredWell: boolean;
}

/** The calls of GitLab's API that the plugin makes, with faults, over real HTTP. */
export class FakeGitLab {
  readonly pipelines: FakePipeline[] = [];
  readonly jobs = new Map<string, string>();
  readonly projects = new Map<string, { id: number; path: string }>();
  readonly requests: { method: string; path: string; token?: string }[] = [];
  readonly calls: FakeCall[] = [];
  /** Used up one by one, by POSTs. */
  faults: Fault[] = [];
  /** Used up one by one, by GETs. */
  readFaults: Answer[] = [];
  /** As an older GitLab does with filters that it does not know. */
  ignoresFilters = false;
  /** What `lateSeconds` of a fault counts on. */
  now: () => number = Date.now;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => request.socket.destroy());
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

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '', this.url);
    const path = decodeURIComponent(url.pathname.replace('/api/v4', ''));
    const token = headers['private-token'] as string | undefined;
    this.requests.push({ method, path, token });
    const body = method === 'POST' ? await readJson(request) : undefined;
    const fault = body ? this.faults.shift() : undefined;
    const good =
      body && fault?.effect !== 'before'
        ? this.#create(body, fault)
        : this.#read(path, url.searchParams);
    const answer = (body ? fault?.answer : this.readFaults.shift()) ?? good;
    this.calls.push({
      method,
      url,
      headers,
      body,
      answeredWell: answer === good || answer === 'slow' || answer === 'twice',
    });
    sendAnswer(request, response, answer, good);
  }

  #read(path: string, query: URLSearchParams): Answer {
    if (path === '/user') return ok({ id: 1, username: 'safepoint-bot' });
    const job = /^\/projects\/(.+)\/jobs\/(\d+)$/.exec(path);
    if (job) {
      const status = this.jobs.get(`${job[1]}/${job[2]}`);
      return status ? ok({ id: Number(job[2]), status }) : notFound;
    }
    if (/^\/projects\/[^/]+\/pipelines$/.test(path)) {
      return ok(this.#filter(query));
    }
    const pipeline = /\/pipelines\/(\d+)$/.exec(path);
    if (pipeline) {
      const found = this.pipelines.find(({ id }) => id === Number(pipeline[1]));
      return found ? ok(found) : notFound;
    }
    return this.#project(path.replace('/projects/', ''));
  }

  #project(idOrPath: string): Answer {
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

  #create(body: NonNullable<FakeCall['body']>, fault?: Fault): Answer {
    const made = this.#add(body, fault?.lateSeconds);
    if (fault?.effect === 'replayed') this.#add(body, fault.lateSeconds);
    return { status: 201, body: made };
  }

  #add(body: NonNullable<FakeCall['body']>, lateSeconds = 0): FakePipeline {
    const id = 1_000 + this.pipelines.length;
    const pipeline = {
      id,
      name: `safepoint ${body.inputs.request}`,
      ref: body.ref,
      source: 'api',
      username: 'safepoint-bot',
      status: 'created',
      web_url: `${this.url}/platform/recovery/-/pipelines/${id}`,
      visibleFrom: this.now() + lateSeconds * 1_000,
    };
    this.pipelines.unshift(pipeline);
    return pipeline;
  }

  #filter(query: URLSearchParams): FakePipeline[] {
    return this.pipelines.filter(
      pipeline =>
        pipeline.visibleFrom <= this.now() &&
        (this.ignoresFilters ||
          (['name', 'source', 'username', 'ref', 'status'] as const).every(
            field => !query.has(field) || query.get(field) === pipeline[field],
          )),
    );
  }
}

async function readJson(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
