import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import {
  generateIdentity,
  generateSigningKey,
  recipientOf,
} from '@safepoint/engine';
import type { PortalSettings } from '../portal/PortalSettings';
import { findFreePorts } from '../servers/freePorts';

/** Every job of the group's namespace may back up, drill and deploy. */
const rule = {
  namespaceId: '12',
  environments: ['*'],
  operations: ['backup', 'drill', 'deploy'],
};

/** Makes the keys of a portal in a folder; answers what it is started with, now and again. */
export async function preparePortal(
  folder: string,
  input: Pick<PortalSettings, 'entities' | 'database'> & {
    gitlabUrl: string;
    storage: JsonObject;
    /** More of `safepoint:`. */
    settings: JsonObject;
  },
): Promise<PortalSettings> {
  const privateKeyFile = join(folder, 'signing.jwk.json');
  const backendIdentityFile = join(folder, 'backend.age');
  const escrow = await generateIdentity();
  await writeFile(privateKeyFile, JSON.stringify(await generateSigningKey()));
  await writeFile(backendIdentityFile, await generateIdentity());
  await writeFile(join(folder, 'escrow.age'), escrow);
  const issuer = {
    url: input.gitlabUrl,
    token: 'bot-token',
    recoveryProject: { id: '77', ref: 'main' },
  };
  return {
    dataDir: join(folder, 'portal'),
    port: await findFreePorts(1),
    entities: input.entities,
    ...(input.database && { database: input.database }),
    safepoint: {
      storage: input.storage,
      signing: { privateKeyFile },
      encryption: {
        backendIdentityFile,
        escrowRecipients: [await recipientOf(escrow)],
      },
      gitlab: { issuers: [issuer], bindings: { rules: [rule] } },
      ...input.settings,
    },
  };
}
