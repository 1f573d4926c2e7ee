import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import {
  type PortalProcess,
  startPortalProcess,
} from '../support/portal/startPortalProcess';
import { findFreePorts } from '../support/servers/freePorts';

jest.setTimeout(150_000);

let dataDir: string;
let portal: PortalProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'safepoint-process-'));
});

afterAll(async () => {
  await portal?.kill();
  await rm(dataDir, { recursive: true, force: true });
});

it('comes back with the same signing keys after kill -9', async () => {
  const settings = {
    dataDir,
    port: await findFreePorts(1),
    entities: [],
    safepoint: await configuration(),
  };
  portal = await startPortalProcess(settings);
  const before = await keysOf(portal);
  const { pid } = portal;
  await portal.kill();
  await expect(fetch(portal.url)).rejects.toThrow();

  portal = await startPortalProcess(settings);
  expect(portal.pid).not.toBe(pid);
  expect(await keysOf(portal)).toEqual(before);
  expect(before.signing.keys).toHaveLength(1);
  expect(existsSync(join(dataDir, 'database', 'safepoint.sqlite'))).toBe(true);
});

interface PublicKeys {
  signing: { keys: unknown[] };
}

async function keysOf({ url }: PortalProcess): Promise<PublicKeys> {
  const answer = await fetch(`${url}/api/safepoint/keys`);
  expect(answer.status).toBe(200);
  return await answer.json();
}

async function configuration() {
  const privateKeyFile = join(dataDir, 'signing.jwk.json');
  const backendIdentityFile = join(dataDir, 'backend.age');
  await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
  await writeFile(backendIdentityFile, `${await generateIdentity()}\n`);
  return {
    storage: { type: 'filesystem', root: join(dataDir, 'storage') },
    signing: { privateKeyFile },
    encryption: {
      backendIdentityFile,
      escrowRecipients: [await recipientOf(await generateIdentity())],
    },
    gitlab: {
      issuers: [
        {
          url: 'http://127.0.0.1:9',
          token: 'bot-token',
          recoveryProject: { id: '77' },
        },
      ],
    },
  };
}
