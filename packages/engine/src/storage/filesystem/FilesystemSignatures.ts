import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SafepointError } from '../../errors/SafepointError';

/** What a signed part request allows: this content, once or more until it expires. @public */
export interface PartClaims {
  key: string;
  uploadId: string;
  number: number;
  sizeBytes: number;
  /** Base64. */
  md5: string;
}

/** @public */
export interface ReadClaims {
  key: string;
}

type Purpose = 'safepoint-part' | 'safepoint-read';

/**
 * Signs and checks what somebody without credentials may do. The claims travel in a header and not in
 * the URL, so that no access log holds a request that still works.
 *
 * @public
 */
export class FilesystemSignatures {
  readonly #key: Uint8Array;
  readonly #now: () => number;

  constructor(key: Uint8Array, options: { now?: () => number } = {}) {
    if (key.length < 32) {
      throw new SafepointError({
        kind: 'signature-key-invalid',
        message: 'The key for signed requests has fewer than 32 bytes.',
      });
    }
    this.#key = key;
    this.#now = options.now ?? Date.now;
  }

  /** All replicas of the portal derive the same key from its signing key. */
  static fromSigningKey(signingKey: { d: string }): FilesystemSignatures {
    const secret = Buffer.from(signingKey.d, 'base64url');
    const info = 'safepoint filesystem storage: signed requests';
    return new FilesystemSignatures(
      new Uint8Array(hkdfSync('sha256', secret, '', info, 32)),
    );
  }

  signPart(claims: PartClaims, expiresAt: Date): string {
    return this.#sign('safepoint-part', claims, expiresAt);
  }

  verifyPart(header: string): PartClaims {
    return this.#verify<PartClaims>('safepoint-part', header);
  }

  signRead(claims: ReadClaims, expiresAt: Date): string {
    return this.#sign('safepoint-read', claims, expiresAt);
  }

  verifyRead(header: string): ReadClaims {
    return this.#verify<ReadClaims>('safepoint-read', header);
  }

  #sign(purpose: Purpose, claims: object, expiresAt: Date): string {
    const body = Buffer.from(
      JSON.stringify({ ...claims, expiresAt: expiresAt.getTime() }),
    ).toString('base64url');
    return `${body}.${this.#mac(purpose, body).toString('base64url')}`;
  }

  #verify<T extends object>(purpose: Purpose, header: unknown): T {
    const match =
      typeof header === 'string' && header.length <= 4096
        ? /^([\w-]+)\.([\w-]{43})$/.exec(header)
        : null;
    const mac = Buffer.from(match?.[2] ?? '', 'base64url');
    const expected = this.#mac(purpose, match?.[1] ?? '');
    if (
      !match ||
      mac.length !== expected.length ||
      !timingSafeEqual(mac, expected)
    ) {
      throw new SafepointError({
        kind: 'signature-invalid',
        message: `The header '${purpose}' is missing or was not made by this portal. Ask for a signed request again.`,
      });
    }
    // The MAC holds, so this is what `#sign` was given.
    const claims = JSON.parse(Buffer.from(match[1], 'base64url').toString());
    if (claims.expiresAt <= this.#now()) {
      throw new SafepointError({
        kind: 'signature-expired',
        message: 'The signed request has expired. Ask for a new one.',
        retryable: true,
      });
    }
    return claims as T;
  }

  #mac(purpose: Purpose, body: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(`${purpose}\n${body}`)
      .digest();
  }
}
