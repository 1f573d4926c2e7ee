import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

interface Pipeline {
  id: number;
  name: string;
  status: string;
  web_url: string;
}

/**
 * Of GitLab only what a portal asks: signs job tokens, says that every job is running, and makes the
 * pipelines of requests, which a test then runs itself.
 */
export class StandInGitLab {
  readonly pipelines: Pipeline[] = [];
  readonly #server: Server;
  readonly #keys: Awaited<ReturnType<typeof generateKeyPair>>;

  private constructor(keys: Awaited<ReturnType<typeof generateKeyPair>>) {
    this.#keys = keys;
    this.#server = createServer(async (request, response) => {
      const answer = await this.#answer(request);
      response.writeHead(answer ? 200 : 404, {
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

  /** An ID token of a job on the protected branch `main`. */
  mint(claims: JWTPayload): Promise<string> {
    return new SignJWT({
      sub: 'project_path:shop/orders:ref_type:branch:ref:main',
      jti: randomUUID(),
      ref: 'main',
      ref_type: 'branch',
      ref_protected: 'true',
      sha: 'c0ffee'.padEnd(40, '0'),
      namespace_id: '12',
      pipeline_source: 'push',
      ...claims,
    })
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
    const { pathname } = new URL(request.url ?? '', this.url);
    const path = pathname.replace('/api/v4', '');
    if (path === '/.well-known/openid-configuration') {
      return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    }
    if (path === '/keys') {
      const key = await exportJWK(this.#keys.publicKey);
      return { keys: [{ ...key, kid: 'key-1', alg: 'RS256', use: 'sig' }] };
    }
    if (path === '/user') return { id: 1, username: 'safepoint-bot' };
    const job = /\/jobs\/(\d+)$/.exec(path);
    if (job) return { id: Number(job[1]), status: 'running' };
    if (request.method === 'POST') return this.#createPipeline(request);
    const pipeline = /\/pipelines\/(\d+)$/.exec(path);
    if (pipeline) {
      return this.pipelines.find(({ id }) => id === Number(pipeline[1]));
    }
    return path.endsWith('/pipelines') ? this.pipelines : undefined;
  }

  async #createPipeline(request: IncomingMessage): Promise<Pipeline> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { inputs } = JSON.parse(Buffer.concat(chunks).toString());
    const id = 1_000 + this.pipelines.length;
    const pipeline = {
      id,
      name: `safepoint ${inputs.request}`,
      status: 'running',
      web_url: `${this.url}/platform/recovery/-/pipelines/${id}`,
    };
    this.pipelines.unshift(pipeline);
    return pipeline;
  }
}
