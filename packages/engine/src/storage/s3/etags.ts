import { createHash } from 'node:crypto';
import type { PartDigest } from '../Storage';

/** An ETag without its quotes. */
export function plainETag(etag: string | undefined): string | undefined {
  return etag?.replace(/"/g, '');
}

/** Base64 of the MD5 that an ETag is, where it is one: not for encryption with keys of a KMS. */
export function md5OfETag(etag: string | undefined): string | undefined {
  const plain = plainETag(etag);
  return plain && /^[0-9a-f]{32}$/.test(plain)
    ? Buffer.from(plain, 'hex').toString('base64')
    : undefined;
}

/** The ETag of an object that was uploaded in these parts: the MD5 of their MD5s, and their number. */
export function multipartETag(parts: PartDigest[]): string {
  const hash = createHash('md5');
  parts.forEach(part => hash.update(Buffer.from(part.md5, 'base64')));
  return `${hash.digest('hex')}-${parts.length}`;
}
