import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { root } from '../../bootstrap/paths.mjs';
import { demoConfig } from '../demoConfig';
import type { Step } from './Step';

export const writeConfig: Step = {
  name: 'the portal is configured',
  async run({ folder, parts, portalUrl }) {
    const file = path.join(folder.path, 'app-config.demo.local.yaml');
    const config = demoConfig({ portalUrl });
    await writeFile(file, stringify(config), { mode: 0o600 });
    parts.set('configFiles', [path.join(root, 'app-config.demo.yaml'), file]);
  },
};
