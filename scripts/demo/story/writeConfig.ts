import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { root } from '../../bootstrap/paths.mjs';
import { demoConfig } from '../demoConfig';
import { writeCatalog } from '../gitlab/writeCatalog';
import type { Step } from './Step';

export const writeConfig: Step = {
  name: 'the portal is configured',
  async run({ folder, parts, portalUrl }) {
    const catalogFile = path.join(folder.path, 'catalog.yaml');
    const { service, recovery, portalToken } = parts.get('projects');
    await writeCatalog(catalogFile, service.id);
    const storageFolder = await folder.makePrivate('storage');
    parts.set('storageFolder', storageFolder);

    const key = (name: string) => path.join(parts.get('keysFolder'), name);
    const recipient = await readFile(key('escrow-recipient.txt'), 'utf8');
    const config = demoConfig({
      portalUrl,
      catalogFile,
      policiesFile: path.join(
        root,
        'test/fixtures/demo/platform/policies.yaml',
      ),
      storageFolder,
      keys: {
        signingKeyFile: key('signing-key.jwk.json'),
        backendIdentityFile: key('backend-identity.txt'),
        escrowRecipient: recipient.trim(),
      },
      gitlab: {
        url: parts.get('gitlab').url,
        token: portalToken,
        recoveryProjectId: recovery.id,
        serviceNamespaceId: service.namespace.id,
      },
    });
    const file = path.join(folder.path, 'app-config.demo.local.yaml');
    await writeFile(file, stringify(config), { mode: 0o600 });
    parts.set('configFiles', [path.join(root, 'app-config.demo.yaml'), file]);
  },
};
