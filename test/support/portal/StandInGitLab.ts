import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { GitLabContract } from '../gitlabContract/GitLabContract';

export interface StandInPipeline {
  id: number;
  name: string;
  status: string;
  source: string;
  username: string;
  web_url: string;
}

/** One request as it came in. */
export interface StandInCall {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body?: unknown;
}

type CreationBody = { inputs?: Record<string, string> } | undefined;

const bot = 'safepoint-bot';
const contract = new GitLabContract();

/**
 * Of GitLab only what a portal asks: signs job tokens, says that every job is running, and makes the
 * pipelines of requests, which a test then runs itself. A call that GitLab does not declare is answered with 400
 * and stands in `violations`.
 */
export class StandInGitLab {
  readonly pipelines: StandInPipeline[] = [];
  readonly calls: StandInCall[] = [];
  readonly violations: string[] = [];
  /** So many creations are done and not answered. */
  lostCreations = 0;
  /** How long an answer takes. */
  delayMilliseconds: () => number = () => 0;
  /** Told of each pipeline that is made. */
  onPipeline: (pipeline: StandInPipeline) => void = () => {};
  /** What the tokens of jobs said of them. */
  readonly #jobs = new Map<string, { claims: JWTPayload; startedAt: Date }>();
  readonly #server: Server;
  readonly #keys: Awaited<ReturnType<typeof generateKeyPair>>;

  private constructor(keys: Awaited<ReturnType<typeof generateKeyPair>>) {
    this.#keys = keys;
    this.#server = createServer(async (request, response) => {
      const lost = request.method === 'POST' && this.lostCreations > 0;
      if (lost) this.lostCreations -= 1;
      const answer = await this.#answer(request);
      await sleep(this.delayMilliseconds());
      if (lost) {
        request.socket.destroy();
        return;
      }
      response.writeHead(statusOf(answer), {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer ?? { message: '404 Not Found' }));
    });
  }

  static async start(): Promise<StandInGitLab> {
    const keys = await generateKeyPair('RS256', { extractable: true });
    const gitlab = new StandInGitLab(keys);
    await new Promise<void>(resolve => {
      gitlab.#server.listen(0, '127.0.0.1', resolve);
    });
    return gitlab;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What the portal gave along when it made the pipeline of a request. */
  inputsOf(requestId: string): Record<string, string> {
    const bodies = this.calls.map(({ body }) => body as CreationBody);
    const inputs = bodies.find(
      body => body?.inputs?.request === requestId,
    )?.inputs;
    if (!inputs) throw new Error(`No pipeline was asked for ${requestId}.`);
    return inputs;
  }

  /** An ID token of a job on the protected branch `main`. */
  mint(changes: JWTPayload): Promise<string> {
    const claims: JWTPayload = {
      sub: 'project_path:shop/orders:ref_type:branch:ref:main',
      jti: randomUUID(),
      ref: 'main',
      ref_type: 'branch',
      ref_protected: 'true',
      sha: 'c0ffee'.padEnd(40, '0'),
      namespace_id: '12',
      pipeline_source: 'push',
      ...changes,
    };
    this.#jobs.set(String(claims.job_id), { claims, startedAt: new Date() });
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT' })
      .setIssuer(this.url)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.#keys.privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? '', this.url);
    const { pathname, searchParams } = url;
    const { method = '', headers } = request;
    const body = method === 'POST' ? await readJson(request) : undefined;
    this.calls.push({ method, url, headers, body });
    if (pathname.startsWith('/api/')) {
      const { problems } = contract.check({ method, url, headers, body });
      if (problems.length > 0) return this.#refuse(pathname, problems);
    }
    const path = pathname.replace('/api/v4', '');
    if (path === '/.well-known/openid-configuration') {
      return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    }
    if (path === '/keys') {
      const key = await exportJWK(this.#keys.publicKey);
      return { keys: [{ ...key, kid: 'key-1', alg: 'RS256', use: 'sig' }] };
    }
    const project = /^\/projects\/(\d+)$/.exec(path);
    if (project) {
      return {
        id: Number(project[1]),
        path_with_namespace: 'shop/orders',
        namespace: { id: 12 },
      };
    }
    if (path === '/user') return { id: 1, username: bot };
    const job = /\/jobs\/(\d+)$/.exec(path);
    if (job) return this.#describeJob(job[1]);
    if (body) return this.#createPipeline(body);
    const pipeline = /\/pipelines\/(\d+)$/.exec(path);
    if (pipeline) {
      return this.pipelines.find(({ id }) => id === Number(pipeline[1]));
    }
    return path.endsWith('/pipelines') ? this.#filter(searchParams) : undefined;
  }

  #refuse(pathname: string, problems: string[]): Refusal {
    this.violations.push(`${pathname}: ${problems.join('; ')}`);
    return { message: `400 Bad request - ${problems.join('; ')}`, bad: true };
  }

  #filter(query: URLSearchParams): StandInPipeline[] {
    return this.pipelines.filter(pipeline =>
      (['name', 'source', 'username'] as const).every(
        field => !query.has(field) || query.get(field) === pipeline[field],
      ),
    );
  }

  #describeJob(id: string) {
    const { claims, startedAt } = this.#jobs.get(id) ?? {};
    return {
      id: Number(id),
      status: 'running',
      ...(claims && {
        ref: claims.ref,
        commit: { id: claims.sha },
        pipeline: { id: Number(claims.pipeline_id) },
        started_at: startedAt,
      }),
    };
  }

  #createPipeline({ inputs }: { inputs: { request: string } }) {
    const id = 1_000 + this.pipelines.length;
    const pipeline = {
      id,
      name: `safepoint ${inputs.request}`,
      status: 'running',
      source: 'api',
      username: bot,
      web_url: `${this.url}/platform/recovery/-/pipelines/${id}`,
    };
    this.pipelines.unshift(pipeline);
    this.onPipeline(pipeline);
    return pipeline;
  }
}

interface Refusal {
  message: string;
  bad: true;
}

function statusOf(answer: unknown): number {
  if (!answer) return 404;
  return (answer as Partial<Refusal>).bad ? 400 : 200;
}

async function readJson(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
