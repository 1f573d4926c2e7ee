import path from 'node:path';
import { ensureBuilt } from '../../build/ensureBuilt';
import { AgentCommand } from '../agent/AgentCommand';
import type { Step } from './Step';

export const makeKeys: Step = {
  name: 'safepoint keys init has made the keys of the installation',
  async run({ folder, groups, logsFolder, parts, result, signal }) {
    await ensureBuilt(['agent'], { groups, signal });
    const agent = await AgentCommand.install(
      await folder.makePrivate('bin'),
      logsFolder,
    );
    parts.set('agent', agent);
    const keysFolder = path.join(folder.path, 'keys');
    await agent.run(['keys', 'init', '--out', keysFolder], { groups, signal });
    parts.set('keysFolder', keysFolder);
    result.escrowIdentityFile = path.join(keysFolder, 'escrow-identity.txt');
  },
};
