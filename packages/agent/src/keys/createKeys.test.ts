import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  parseIdentityFile,
  readSigningKey,
  recipientOf,
} from '@safepoint/engine';
import { createKeys } from './createKeys';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safepoint-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes keys that fit together and that only their owner reads', async () => {
  const { files, escrowRecipient, backendRecipient, keyId } = await createKeys(
    join(folder, 'keys'),
  );
  const [escrow] = parseIdentityFile(
    await readFile(files.escrowIdentity, 'utf8'),
  );
  const [backend] = parseIdentityFile(
    await readFile(files.backendIdentity, 'utf8'),
  );
  await expect(recipientOf(escrow)).resolves.toBe(escrowRecipient);
  await expect(recipientOf(backend)).resolves.toBe(backendRecipient);
  const signing = await readSigningKey(
    JSON.parse(await readFile(files.signingKey, 'utf8')),
  );
  expect(signing.kid).toBe(keyId);
  const published = JSON.parse(await readFile(files.publicKeys, 'utf8'));
  expect(published.keys[0]).toMatchObject({ kid: keyId, x: signing.x });
  expect(published.keys[0]).not.toHaveProperty('d');
  for (const file of Object.values(files)) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});

it('never overwrites a key', async () => {
  const { files } = await createKeys(folder);
  const before = await readFile(files.escrowIdentity, 'utf8');
  await rm(files.signingKey);
  await expect(createKeys(folder)).rejects.toMatchObject({
    kind: 'keys-exist',
  });
  await expect(readFile(files.escrowIdentity, 'utf8')).resolves.toBe(before);
});
