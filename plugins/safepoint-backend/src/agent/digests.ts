import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hexadecimal; what is stored instead of a secret. */
export function digestOf(secret: string | Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares in constant time, so that an answer's delay tells nothing. */
export function matchesDigest(secret: string, digest: string): boolean {
  const actual = Buffer.from(digestOf(secret), 'hex');
  const expected = Buffer.from(digest, 'hex');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** 32 random bytes, base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
