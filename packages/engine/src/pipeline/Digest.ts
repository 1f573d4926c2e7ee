import { createHash } from 'node:crypto';
import type { ByteStream, Stage } from './ByteStream';

/** Size and SHA-256 (hexadecimal) of a stream. @public */
export interface Digest {
  sizeBytes: number;
  sha256: string;
}

/**
 * Takes the digest of what passes. The result is known once the stream has ended; asking earlier throws,
 * since half a digest is none.
 *
 * @public
 */
export function digestStage(): {
  stage: Stage;
  result(): Digest;
} {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let digest: Digest | undefined;
  async function* stage(source: ByteStream) {
    for await (const chunk of source) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
    digest = { sizeBytes, sha256: hash.digest('hex') };
  }
  return {
    stage,
    result() {
      if (!digest) {
        throw new Error('The stream has not ended yet.');
      }
      return digest;
    },
  };
}
