import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** How a token is signed; everything but `RS256` with the `own` key exists for tests of hostile tokens. */
export interface SigningOptions {
  /** `RS256` (default); `none` leaves the signature out; `HS256` misuses the public key as a shared secret. */
  algorithm?: 'RS256' | 'HS256' | 'none';
  /** `other` is a key that the JWKS does not hold, announced under the own key's id. */
  key?: 'own' | 'other';
}

/** The server's RSA key and the tokens signed with it. */
export class SigningKeys {
  readonly #own = generateKey();
  #other?: KeyObject;
  readonly #keyId: string;

  constructor(keyId: string) {
    this.#keyId = keyId;
  }

  /** The document behind `/oauth/discovery/keys`. */
  get jwks(): { keys: object[] } {
    const key = createPublicKey(this.#own).export({ format: 'jwk' });
    return { keys: [{ ...key, kid: this.#keyId, use: 'sig', alg: 'RS256' }] };
  }

  /** The public key as PEM. */
  get publicKeyPem(): string {
    return createPublicKey(this.#own)
      .export({ type: 'spki', format: 'pem' })
      .toString();
  }

  sign(claims: object, options: SigningOptions = {}): string {
    const algorithm = options.algorithm ?? 'RS256';
    const header = { alg: algorithm, kid: this.#keyId, typ: 'JWT' };
    const content = `${encode(header)}.${encode(claims)}`;
    return `${content}.${this.#signature(content, algorithm, options.key)}`;
  }

  #signature(
    content: string,
    algorithm: string,
    key: SigningOptions['key'],
  ): string {
    if (algorithm === 'none') return '';
    if (algorithm === 'HS256') {
      return createHmac('sha256', this.publicKeyPem)
        .update(content)
        .digest('base64url');
    }
    this.#other ??= key === 'other' ? generateKey() : undefined;
    const privateKey = key === 'other' ? this.#other : this.#own;
    if (!privateKey) throw new Error('no key to sign with');
    return sign('RSA-SHA256', Buffer.from(content), privateKey).toString(
      'base64url',
    );
  }
}

function generateKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
