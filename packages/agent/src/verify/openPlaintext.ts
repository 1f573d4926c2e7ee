import { createHash } from 'node:crypto';
import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import {
  decryptStream,
  SafepointError,
  zstdDecompressStage,
  type ByteStream,
} from '@safepoint/engine';

type StoredObject = Manifest['objects'][number];

/** Decrypts and decompresses; throws at the end unless that is exactly what was dumped. */
export async function* openPlaintext(
  object: StoredObject,
  header: Uint8Array,
  payload: ByteStream,
  identities: string[],
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const compressed = decryptStream({ header, payload }, { identities });
  for await (const chunk of zstdDecompressStage(compressed)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    yield chunk;
  }
  const { plaintext } = object;
  if (
    sizeBytes !== plaintext.sizeBytes ||
    hash.digest('hex') !== plaintext.sha256
  ) {
    throw new SafepointError({
      kind: 'object-corrupt',
      message: `${object.payload.key} decrypts to something else than was dumped (${sizeBytes} bytes, the manifest says ${plaintext.sizeBytes}).`,
    });
  }
}
