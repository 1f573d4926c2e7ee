import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

const discoveryTimeoutMs = 5_000;
const discoveryMaxAgeMs = 60 * 60 * 1_000;
/** After a discovery that failed, the issuer is left alone for so long. */
const discoveryCooldownMs = 10_000;

interface Discovered {
  keys: JWTVerifyGetKey;
  at: number;
}

/** The issuer's keys could not be fetched; says nothing about the token. */
export class IssuerUnreachableError extends Error {
  readonly name = 'IssuerUnreachableError';
}

/**
 * The signing keys of one configured GitLab, found through its discovery document. The document is kept
 * for an hour; the keys are fetched again when a token names an unknown one, at most every 30 seconds.
 */
export class IssuerKeys {
  #discovered?: Discovered;
  #running?: Promise<JWTVerifyGetKey>;
  #failedAt = -Infinity;

  constructor(
    private readonly issuer: string,
    private readonly fetchDocument: typeof fetch = fetch,
  ) {}

  async get(): Promise<JWTVerifyGetKey> {
    const now = Date.now();
    if (this.#discovered && now - this.#discovered.at < discoveryMaxAgeMs) {
      return this.#discovered.keys;
    }
    if (now - this.#failedAt < discoveryCooldownMs) {
      throw new IssuerUnreachableError(
        `${this.issuer} did not answer a moment ago.`,
      );
    }
    this.#running ??= this.#discover().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    try {
      const keys = createRemoteJWKSet(await this.#readJwksUri(), {
        timeoutDuration: discoveryTimeoutMs,
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
      });
      this.#discovered = { keys, at: Date.now() };
      return keys;
    } catch (error) {
      this.#failedAt = Date.now();
      throw new IssuerUnreachableError(
        `The discovery document of ${this.issuer} could not be used: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }

  async #readJwksUri(): Promise<URL> {
    const response = await this.fetchDocument(
      `${this.issuer}/.well-known/openid-configuration`,
      { redirect: 'error', signal: AbortSignal.timeout(discoveryTimeoutMs) },
    );
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const document: { issuer?: unknown; jwks_uri?: unknown } =
      await response.json();
    if (document.issuer !== this.issuer) {
      throw new Error(`it names another issuer, ${document.issuer}`);
    }
    const uri = new URL(String(document.jwks_uri));
    if (uri.origin !== new URL(this.issuer).origin) {
      throw new Error(`its keys are on another host, ${uri.origin}`);
    }
    return uri;
  }
}
