import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import {
  collect,
  encryptStream,
  generateIdentity,
  generateSigningKey,
  publicKeySet,
  recipientOf,
  signDocument,
  zstdCompressStage,
  type SigningKey,
} from '@safepoint/engine';
import { sampleManifest } from '@safepoint/engine/testUtils';
import { FolderReader } from './FolderReader';
import { verifyPoint } from './verifyPoint';

const PART = 1000;
const POINT =
  'default/resource/orders-db/production/01JD0000000000000000000000';
const sha256 = (bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest('hex');
// Does not compress, so that it has several parts.
const plain = Buffer.from(
  Array.from(
    { length: 5000 },
    (_, index) =>
      createHash('md5')
        .update(`${index >> 4}`)
        .digest()[index % 16],
  ),
);

let root: string;
let signingKey: SigningKey;
let identity: string;
let manifest: Manifest;

const pathOf = (name: string, point = POINT) => join(root, point, name);

async function writeManifest(
  document: Manifest,
  key = signingKey,
  point = POINT,
) {
  const signed = await signDocument(document, key);
  await mkdir(join(root, point), { recursive: true });
  await writeFile(pathOf('manifest.json', point), JSON.stringify(signed));
}

function fileOf(name: string, bytes: Buffer) {
  return {
    key: `${POINT}/${name}`,
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
  };
}

function partsOf(bytes: Buffer) {
  const count = Math.ceil(bytes.length / PART);
  return Array.from({ length: count }, (_, index) => {
    const part = bytes.subarray(index * PART, (index + 1) * PART);
    return { number: index + 1, sizeBytes: part.length, sha256: sha256(part) };
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'safepoint-verify-'));
  signingKey = await generateSigningKey();
  identity = await generateIdentity();
  const envelope = await encryptStream(
    zstdCompressStage(Readable.from([plain])),
    [await recipientOf(identity)],
  );
  const payload = await collect(envelope.payload);
  const runbook = Buffer.from('# how to restore');
  const files = {
    'data.header': envelope.header,
    'data.payload': payload,
    'RUNBOOK.md': runbook,
  };
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(pathOf(name)), { recursive: true });
    await writeFile(pathOf(name), bytes);
  }
  manifest = sampleManifest({
    objects: [
      {
        name: 'data',
        compression: 'zstd',
        encryption: 'age',
        header: fileOf('data.header', envelope.header),
        payload: {
          ...fileOf('data.payload', payload),
          parts: partsOf(payload),
        },
        plaintext: {
          format: 'pg_dump-custom',
          sizeBytes: plain.length,
        },
      },
    ],
    runbook: fileOf('RUNBOOK.md', runbook),
  });
  await writeManifest(manifest);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function verify(options: { identities?: string[]; point?: string } = {}) {
  return await verifyPoint({
    storage: new FolderReader(root),
    point: options.point ?? POINT,
    keys: await publicKeySet([signingKey]),
    identities: options.identities,
    signal: new AbortController().signal,
  });
}

async function flipByte(name: string, at: number) {
  const bytes = await readFile(pathOf(name));
  bytes[at] ^= 1;
  await writeFile(pathOf(name), bytes);
}

it('finds a whole recovery point whole, with and without the escrow identity', async () => {
  await expect(verify()).resolves.toMatchObject({
    manifest: { id: manifest.id },
  });
  await expect(verify({ identities: [identity] })).resolves.toBeDefined();
});

it.each<[string, string, RegExp, () => Promise<unknown>]>([
  [
    'a flipped byte',
    'object-corrupt',
    /data\.payload was changed: part 2 of \d+ differs/,
    () => flipByte('data.payload', PART + 1),
  ],
  [
    'a truncated payload',
    'object-truncated',
    /data\.payload has 1500 bytes/,
    () => truncate(pathOf('data.payload'), 1500),
  ],
  [
    'a longer payload',
    'object-corrupt',
    /data\.payload .* longer/,
    () => appendFile(pathOf('data.payload'), 'x'),
  ],
  [
    'a missing payload',
    'object-missing',
    /data\.payload is missing/,
    () => rm(pathOf('data.payload')),
  ],
  [
    'a changed header',
    'object-corrupt',
    /data\.header was changed/,
    () => flipByte('data.header', 5),
  ],
  [
    'a missing header',
    'object-missing',
    /data\.header is missing/,
    () => rm(pathOf('data.header')),
  ],
  [
    'a changed runbook',
    'runbook-corrupt',
    /RUNBOOK\.md was changed/,
    () => flipByte('RUNBOOK.md', 0),
  ],
  [
    'a missing manifest',
    'manifest-missing',
    /There is no .*manifest\.json/,
    () => rm(pathOf('manifest.json')),
  ],
  [
    'a manifest that is no JSON',
    'manifest-invalid',
    /no JSON/,
    () => truncate(pathOf('manifest.json'), 50),
  ],
  [
    'a manifest of another signer',
    'manifest-signature-invalid',
    /signature/,
    async () => writeManifest(manifest, await generateSigningKey()),
  ],
  [
    'a manifest that was changed',
    'manifest-signature-invalid',
    /changed after it was signed/,
    async () => {
      const text = await readFile(pathOf('manifest.json'), 'utf8');
      await writeFile(
        pathOf('manifest.json'),
        text.replace('"trigger":"pre-deploy"', '"trigger":"baseline"'),
      );
    },
  ],
  [
    'a manifest without signature',
    'manifest-unsigned',
    /no signature/,
    () => writeFile(pathOf('manifest.json'), JSON.stringify(manifest)),
  ],
  [
    'a manifest of another entity',
    'manifest-misplaced',
    /resource:default\/other-db/,
    () =>
      writeManifest({
        ...manifest,
        instance: {
          ...manifest.instance,
          entityRef: 'resource:default/other-db',
        },
      }),
  ],
  [
    'a manifest of another environment',
    'manifest-misplaced',
    /staging/,
    () =>
      writeManifest({
        ...manifest,
        instance: { ...manifest.instance, environment: 'staging' },
      }),
  ],
  [
    'a manifest that names files elsewhere',
    'manifest-misplaced',
    /outside its own folder/,
    () =>
      writeManifest({
        ...manifest,
        runbook: {
          ...manifest.runbook,
          key: 'default/resource/other/production/x/RUNBOOK.md',
        },
      }),
  ],
])('names %s', async (_, kind, message, damage) => {
  await damage();
  await expect(verify()).rejects.toMatchObject({
    kind,
    message: expect.stringMatching(message),
  });
});

it('names everything that is wrong at once', async () => {
  await flipByte('data.payload', 1);
  await rm(pathOf('RUNBOOK.md'));
  await expect(verify()).rejects.toMatchObject({
    message: expect.stringMatching(
      /RUNBOOK.*missing.*data\.payload was changed/,
    ),
  });
});

it('names a whole folder that lies at the place of another point', async () => {
  const elsewhere = POINT.replace(/0$/, '1');
  await rename(join(root, POINT), join(root, elsewhere));
  await expect(verify({ point: elsewhere })).rejects.toMatchObject({
    kind: 'manifest-misplaced',
  });
});

it('says when the identity is not the one that opens it', async () => {
  await expect(
    verify({ identities: [await generateIdentity()] }),
  ).rejects.toMatchObject({ kind: 'header-not-for-us' });
});

it('sees with the identity that a good signature stands on other data', async () => {
  const [object] = manifest.objects;
  await writeManifest({
    ...manifest,
    objects: [
      {
        ...object,
        plaintext: { ...object.plaintext, sizeBytes: plain.length + 1 },
      },
    ],
  });
  await expect(verify()).resolves.toBeDefined();
  await expect(verify({ identities: [identity] })).rejects.toMatchObject({
    kind: 'object-corrupt',
    message: expect.stringMatching(/decrypts to something else/),
  });
});

it.each([
  '../etc',
  'default/resource/orders-db/production',
  '/default/resource/.hidden/production/01JD',
])('refuses %p as a folder', async point => {
  await expect(verify({ point })).rejects.toMatchObject({ kind: 'usage' });
});
