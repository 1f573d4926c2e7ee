import { readFile } from 'node:fs/promises';
import {
  parseIdentityFile,
  SafepointError,
  type readSignedManifest,
} from '@safepoint/engine';

/** Public keys that a manifest is checked with. */
export type KeySet = Parameters<typeof readSignedManifest>[1];

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw new SafepointError({
      kind: 'config-missing',
      message: `The ${what} ${file} cannot be read (${code}).`,
      cause,
    });
  }
}

/** Reads the portal's public keys: a JWK Set, or the answer of the portal's /keys. */
export async function readKeySet(file: string): Promise<KeySet> {
  const text = await readText(file, 'file of public keys');
  let value: { keys?: unknown; signing?: { keys?: unknown } };
  try {
    value = JSON.parse(text);
  } catch {
    value = {};
  }
  const set = value?.signing ?? value;
  if (!Array.isArray(set?.keys)) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `${file} is no JWK Set. 'safepoint keys init' writes one (signing-keys.public.json), and the portal serves it at /api/safepoint/keys.`,
    });
  }
  // Each key is checked when it is used.
  return set as KeySet;
}

/** Reads an age identity file. */
export async function readIdentities(file: string): Promise<string[]> {
  return parseIdentityFile(await readText(file, 'identity file'));
}
