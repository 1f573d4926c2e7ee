import { access, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateIdentity,
  generateSigningKey,
  publicKeySet,
  recipientOf,
  SafepointError,
} from '@safepoint/engine';

/** Names of the files, and whether what is in them is secret. */
export const keyFiles = {
  escrowIdentity: 'escrow-identity.txt',
  escrowRecipient: 'escrow-recipient.txt',
  backendIdentity: 'backend-identity.txt',
  signingKey: 'signing-key.jwk.json',
  publicKeys: 'signing-keys.public.json',
} as const;

export interface CreatedKeys {
  files: Record<keyof typeof keyFiles, string>;
  escrowRecipient: string;
  backendRecipient: string;
  keyId: string;
}

async function refuseToOverwrite(files: string[]): Promise<void> {
  const existing: string[] = [];
  for (const file of files) {
    await access(file).then(
      () => existing.push(file),
      () => {},
    );
  }
  if (existing.length > 0) {
    throw new SafepointError({
      kind: 'keys-exist',
      message: `Keys are never overwritten, because what they opened could never be opened again: ${existing.join(
        ', ',
      )} exist${
        existing.length === 1 ? 's' : ''
      }. Name another folder by --out.`,
    });
  }
}

/** Create-only, so that a race cannot overwrite either. */
async function writeSecret(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function identityText(
  identity: string,
  recipient: string,
  what: string,
): string {
  return `# ${what}\n# public key: ${recipient}\n${identity}\n`;
}

/** Makes all keys that an installation needs. Every file is readable by its owner only. */
export async function createKeys(folder: string): Promise<CreatedKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = Object.fromEntries(
    Object.entries(keyFiles).map(([key, name]) => [key, join(folder, name)]),
  ) as CreatedKeys['files']; // the same keys as keyFiles
  await refuseToOverwrite(Object.values(files));
  const escrow = await generateIdentity();
  const backend = await generateIdentity();
  const signing = await generateSigningKey();
  const escrowRecipient = await recipientOf(escrow);
  const backendRecipient = await recipientOf(backend);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const escrowText = identityText(
    escrow,
    escrowRecipient,
    'Safepoint escrow identity: keep it offline',
  );
  const backendText = identityText(
    backend,
    backendRecipient,
    'Safepoint backend identity: only the portal reads it',
  );
  await writeSecret(files.escrowIdentity, escrowText);
  await writeSecret(files.escrowRecipient, `${escrowRecipient}\n`);
  await writeSecret(files.backendIdentity, backendText);
  await writeSecret(files.signingKey, json(signing));
  await writeSecret(files.publicKeys, json(await publicKeySet([signing])));
  return { files, escrowRecipient, backendRecipient, keyId: signing.kid };
}
