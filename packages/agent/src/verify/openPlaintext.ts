import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import {
  decryptStream,
  SafepointError,
  zstdDecompressStage,
  type ByteStream,
} from '@safepoint/engine';

type StoredObject = Manifest['objects'][number];

/**
 * Decrypts and decompresses, with the checksums of both; throws at the end unless that is as much as was
 * dumped.
 */
export async function* openPlaintext(
  object: StoredObject,
  header: Uint8Array,
  payload: ByteStream,
  identities: string[],
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  const compressed = decryptStream({ header, payload }, { identities });
  for await (const chunk of zstdDecompressStage(compressed)) {
    sizeBytes += chunk.length;
    yield chunk;
  }
  const { plaintext } = object;
  if (sizeBytes !== plaintext.sizeBytes) {
    throw new SafepointError({
      kind: 'object-corrupt',
      message: `${object.payload.key} decrypts to something else than was dumped (${sizeBytes} bytes, the manifest says ${plaintext.sizeBytes}).`,
    });
  }
}
