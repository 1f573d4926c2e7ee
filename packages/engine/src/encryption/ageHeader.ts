import { createHash } from 'node:crypto';
import { Decrypter, type Stanza } from 'age-encryption';
import { SafepointError } from '../errors/SafepointError';

/** A header is a few hundred bytes for each recipient; more is no header. */
export const maxHeaderBytes = 24 * 1024;

/**
 * Where the header ends: behind the line of its MAC, `--- <43 characters>`. Undefined while there is
 * more to come. What follows is the binary payload.
 */
export function findHeaderEnd(bytes: Buffer): number | undefined {
  const macLine = bytes.indexOf('\n--- ');
  const end = macLine < 0 ? -1 : bytes.indexOf('\n', macLine + 1);
  return end < 0 ? undefined : end + 1;
}

/** The header's stanzas, one for each recipient. Refuses anything that is not one whole age header. */
export async function parseStanzas(header: Uint8Array): Promise<Stanza[]> {
  const bytes = Buffer.from(header);
  if (bytes.length > maxHeaderBytes || findHeaderEnd(bytes) !== bytes.length) {
    throw invalidHeader();
  }
  let stanzas: Stanza[] | undefined;
  const decrypter = new Decrypter();
  decrypter.addIdentity({
    unwrapFileKey: found => {
      stanzas = found;
      return null;
    },
  });
  // Always rejects, since the identity above unwraps nothing; what counts is whether it came that far.
  await decrypter.decryptHeader(header).catch(() => undefined);
  if (!stanzas) {
    throw invalidHeader();
  }
  return stanzas;
}

/**
 * One SHA-256 for each stanza. A stanza wraps one file key and holds a fresh ephemeral share, so the
 * same digest on two recovery points means that somebody copied it to have it opened.
 *
 * @public
 */
export async function listStanzaDigests(header: Uint8Array): Promise<string[]> {
  const stanzas = await parseStanzas(header);
  return stanzas.map(stanza =>
    createHash('sha256')
      .update(JSON.stringify(stanza.args))
      .update(stanza.body)
      .digest('hex'),
  );
}

export function invalidHeader(): SafepointError {
  return new SafepointError({
    kind: 'header-invalid',
    message: 'This is not the header of an age file, or not a whole one.',
  });
}
