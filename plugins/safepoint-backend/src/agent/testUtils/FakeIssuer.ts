import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { ulid } from 'ulid';

/** A discovery document and keys over real HTTP, and tokens as GitLab signs them. */
export class FakeIssuer {
  url = '';
  requests = 0;
  #jwk: JWK = {};
  #privateKey?: CryptoKey;
  #publicPem = '';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests += 1;
      const body =
        request.url === '/.well-known/openid-configuration'
          ? { issuer: this.url, jwks_uri: `${this.url}/oauth/discovery/keys` }
          : { keys: [this.#jwk] };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  }

  static async start(): Promise<FakeIssuer> {
    const issuer = new FakeIssuer();
    await new Promise<void>(resolve => {
      issuer.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = issuer.#server.address() as AddressInfo;
    issuer.url = `http://127.0.0.1:${port}`;
    const pair = await generateKeyPair('RS256', { extractable: true });
    issuer.#privateKey = pair.privateKey;
    issuer.#publicPem = await exportSPKI(pair.publicKey);
    issuer.#jwk = {
      ...(await exportJWK(pair.publicKey)),
      kid: 'key-1',
      alg: 'RS256',
      use: 'sig',
    };
    return issuer;
  }

  get publicPem(): string {
    return this.#publicPem;
  }

  /** Claims of a deploy-like job of project 42 in environment staging on a protected ref. */
  claims(changes: JWTPayload = {}): JWTPayload {
    return {
      iss: this.url,
      aud: 'http://portal.test',
      sub: 'project_path:shop/orders:ref_type:branch:ref:main',
      jti: ulid(),
      project_id: '42',
      project_path: 'shop/orders',
      namespace_id: '12',
      namespace_path: 'shop',
      job_project_id: '42',
      user_login: 'dana',
      pipeline_id: '700',
      pipeline_source: 'push',
      job_id: '7001',
      ref: 'main',
      ref_type: 'branch',
      ref_protected: 'true',
      sha: 'c0ffee'.padEnd(40, '0'),
      environment: 'staging',
      environment_protected: 'false',
      ...changes,
    };
  }

  /** @param changes - `undefined` removes a claim */
  async mint(
    changes: JWTPayload = {},
    options: { key?: CryptoKey; issuedAt?: number; expiresAt?: number } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { issuedAt = now, expiresAt = issuedAt + 3600 } = options;
    const key = options.key ?? this.#privateKey;
    if (!key) throw new Error('not started');
    return new SignJWT(withoutUndefined(this.claims(changes)))
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

function withoutUndefined(claims: JWTPayload): JWTPayload {
  return Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== undefined),
  );
}
