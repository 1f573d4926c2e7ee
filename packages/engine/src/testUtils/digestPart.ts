import { createHash } from 'node:crypto';
import type { PartDigest } from '../storage/Storage';

/** A part as an agent announces it. @public */
export function digestPart(number: number, body: Uint8Array): PartDigest {
  return {
    number,
    sizeBytes: body.length,
    md5: createHash('md5').update(body).digest('base64'),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
}
