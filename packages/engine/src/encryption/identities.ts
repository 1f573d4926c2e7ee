import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { SafepointError } from '../errors/SafepointError';

/** A new age identity (`AGE-SECRET-KEY-1…`); a secret that opens what its recipient was given. @public */
export async function generateIdentity(): Promise<string> {
  return generateX25519Identity();
}

/** The recipient (`age1…`) whose private half this identity is. @public */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity.trim());
  } catch {
    // The library's message may quote the identity.
    throw new SafepointError({
      kind: 'identity-invalid',
      message:
        'This is no age identity. It starts with AGE-SECRET-KEY-1 and is one line; make one with `safepoint keys init`.',
    });
  }
}

/** The identities in the text of an age identity file: one a line, `#` starts a comment. @public */
export function parseIdentityFile(text: string): string[] {
  const identities = text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('#'));
  if (
    !identities.length ||
    !identities.every(line => line.startsWith('AGE-SECRET-KEY-'))
  ) {
    throw new SafepointError({
      kind: 'identity-invalid',
      message:
        'The identity file holds no age identity, or something that is none. Each line is a comment or starts with AGE-SECRET-KEY-.',
    });
  }
  return identities;
}
