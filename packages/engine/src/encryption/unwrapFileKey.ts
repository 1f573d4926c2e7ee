import { Decrypter } from 'age-encryption';
import { SafepointError } from '../errors/SafepointError';
import { parseStanzas } from './ageHeader';

/**
 * The file key of one object, which opens its payload and nothing else; a secret. Throws
 * `header-invalid`, or `header-not-for-us` when no identity fits or the header was tampered with.
 *
 * @public
 */
export async function unwrapFileKey(
  header: Uint8Array,
  identities: string[],
): Promise<Buffer> {
  await parseStanzas(header);
  const decrypter = new Decrypter();
  try {
    identities.forEach(identity => decrypter.addIdentity(identity.trim()));
  } catch {
    throw new SafepointError({
      kind: 'identity-invalid',
      message: 'One of the identities is no age identity (AGE-SECRET-KEY-1…).',
    });
  }
  try {
    return Buffer.from(await decrypter.decryptHeader(header));
  } catch (cause) {
    throw new SafepointError({
      kind: 'header-not-for-us',
      message:
        'No identity opens this header: it was encrypted to other recipients, or it was changed. Try the escrow identity that belongs to the recipients named in the manifest.',
      cause,
    });
  }
}
