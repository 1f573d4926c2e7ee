import { Encrypter } from 'age-encryption';
import { SafepointError } from '../errors/SafepointError';
import type { ByteStream } from '../pipeline/ByteStream';
import { toWebStream } from '../pipeline/toWebStream';
import { findHeaderEnd, invalidHeader, maxHeaderBytes } from './ageHeader';

/** An age file in two pieces; `cat header payload` is the file that `age -d` opens. @public */
export interface Envelope {
  header: Buffer;
  payload: ByteStream;
}

/**
 * Encrypts to all recipients in the standard age format. The header is known before the first byte is
 * read from `plaintext`.
 *
 * @public
 */
export async function encryptStream(
  plaintext: ByteStream,
  recipients: string[],
): Promise<Envelope> {
  const encrypter = createEncrypter(recipients);
  const file = await encrypter.encrypt(toWebStream(plaintext));
  const chunks = file[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let headerEnd: number | undefined;
  while (headerEnd === undefined) {
    const { done, value } = await chunks.next();
    if (done || start.length > maxHeaderBytes) {
      throw invalidHeader();
    }
    start = Buffer.concat([start, value]);
    headerEnd = findHeaderEnd(start);
  }
  return {
    header: start.subarray(0, headerEnd),
    payload: continueWith(start.subarray(headerEnd), chunks),
  };
}

function createEncrypter(recipients: string[]): Encrypter {
  if (!recipients.length) {
    throw new SafepointError({
      kind: 'recipient-invalid',
      message:
        'There is no recipient to encrypt to. Data is never stored in the clear: configure `safepoint.encryption`.',
    });
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new SafepointError({
        kind: 'recipient-invalid',
        message: `'${recipient.slice(
          0,
          12,
        )}…' is no age recipient; one looks like age1….`,
        cause,
      });
    }
  }
  return encrypter;
}

async function* continueWith(
  first: Buffer,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.length) {
      yield first;
    }
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    // Lets the source go when the reader stops early.
    await rest.return?.();
  }
}
