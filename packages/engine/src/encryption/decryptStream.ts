import { Decrypter } from 'age-encryption';
import { SafepointError } from '../errors/SafepointError';
import type { ByteStream } from '../pipeline/ByteStream';
import { concatStreams } from '../pipeline/concatStreams';
import { toWebStream } from '../pipeline/toWebStream';
import { unwrapFileKey } from './unwrapFileKey';

/** What opens an object: identities for its header, or the file key that the portal unwrapped. @public */
export type EnvelopeKey = { identities: string[] } | { fileKey: Uint8Array };

/**
 * Decrypts the payload of an object. Each chunk is authentic when it is handed on, but only the end of
 * the stream proves that it is whole. Throws `object-corrupt` where the payload is not what was
 * encrypted; an error of `payload` itself passes unchanged.
 *
 * @public
 */
export async function* decryptStream(
  envelope: { header: Uint8Array; payload: ByteStream },
  key: EnvelopeKey,
): AsyncGenerator<Uint8Array> {
  const fileKey =
    'fileKey' in key
      ? key.fileKey
      : await unwrapFileKey(envelope.header, key.identities);
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => fileKey });
  let sourceError: unknown;
  async function* remembered() {
    try {
      yield* concatStreams(envelope.header, envelope.payload);
    } catch (error) {
      sourceError = error;
      throw error;
    }
  }
  try {
    yield* await decrypter.decrypt(toWebStream(remembered()));
  } catch (error) {
    throw sourceError ?? corrupt(error);
  }
}

function corrupt(cause: unknown): SafepointError {
  return new SafepointError({
    kind: 'object-corrupt',
    message:
      'The stored object does not decrypt: its bytes were changed, or the key is of another object. Use another recovery point, or an older version of the object where the storage keeps versions.',
    cause,
  });
}
