import { hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import {
  parseIdentityFile,
  publicKeySet,
  readSigningKey,
  recipientOf,
  type SigningKey,
} from '@safepoint/engine';
import type { EncryptionKeys } from '../agent/AgentDependencies';
import type { SafepointConfig } from '../config';
import type { SigningKeys } from '../records';

/** What signs manifests and records. */
export async function loadSigningKeys(
  config: SafepointConfig['signing'],
): Promise<SigningKeys> {
  const key = 'safepoint.signing.privateKeyFile';
  const text = await readKeyFile(key, config.privateKeyFile);
  let current: SigningKey;
  try {
    current = await readSigningKey(JSON.parse(text));
  } catch {
    // The cause is left out: it could quote the file.
    throw new InputError(
      `${key} (${config.privateKeyFile}) holds no private Ed25519 key as a JWK; make one with \`safepoint keys init\`.`,
    );
  }
  const known = await publicKeySet([current, ...config.previousPublicKeys]);
  return { current, known };
}

/** What data is encrypted to, and what the backend opens it with. */
export async function loadEncryptionKeys(
  config: SafepointConfig['encryption'],
): Promise<EncryptionKeys> {
  const key = 'safepoint.encryption.backendIdentityFile';
  const text = await readKeyFile(key, config.backendIdentityFile);
  let backendIdentities: string[];
  try {
    backendIdentities = parseIdentityFile(text);
  } catch (error) {
    throw new InputError(
      `${key} (${config.backendIdentityFile}): ${
        (error as Error).message
      } \`safepoint keys init\` makes one.`,
    );
  }
  // New data goes to the first; the others open what is older.
  const backend = await recipientOf(backendIdentities[0]);
  if (config.escrowRecipients.includes(backend)) {
    throw new InputError(
      'safepoint.encryption.escrowRecipients names the backend’s own recipient; the escrow key must be another one, kept offline.',
    );
  }
  return {
    backendIdentities,
    recipients: [
      ...config.escrowRecipients.map(recipient => ({
        role: 'escrow' as const,
        recipient,
      })),
      { role: 'backend', recipient: backend },
    ],
  };
}

/** For signed requests to the portal; equal on all replicas, since the signing key is. */
export function deriveRequestSecret(key: SigningKey): Uint8Array {
  const secret = Buffer.from(key.d, 'base64url');
  return new Uint8Array(
    hkdfSync('sha256', secret, '', 'safepoint: signed storage requests', 32),
  );
}

async function readKeyFile(key: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${key} (${path}) cannot be read (${code}); make the keys with \`safepoint keys init\`.`,
    );
  }
}
