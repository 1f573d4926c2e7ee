import path from 'node:path';
import { createWriteStream } from 'node:fs';
import { LocalGitLab } from '@safepoint/local-gitlab';
import type { Step } from './Step';

export const startGitLab: Step = {
  name: 'the local GitLab runs',
  async run({ folder, logsFolder, parts, signal }) {
    const log = createWriteStream(path.join(logsFolder, 'gitlab.log'));
    const gitlab = await LocalGitLab.start({
      dataDir: await folder.makePrivate('gitlab'),
      log: line => log.write(`${line}\n`),
      signal,
    });
    parts.set('gitlab', gitlab);
  },
};
