import path from 'node:path';
import { createWriteStream } from 'node:fs';
import { LocalGitLab } from '@safepoint/local-gitlab';
import { DemoProjects } from '../gitlab/DemoProjects';
import type { Step } from './Step';

export const startGitLab: Step = {
  name: 'the local GitLab runs, with the service, the components and the recovery project',
  async run({ atEnd, folder, logsFolder, parts, portalUrl, result, signal }) {
    const log = createWriteStream(path.join(logsFolder, 'gitlab.log'));
    const gitlab = await LocalGitLab.start({
      dataDir: await folder.makePrivate('gitlab'),
      // Stands for the image of the agent: its command and the database's clients.
      variables: {
        PATH: [parts.get('agent').folder, process.env.PATH].join(
          path.delimiter,
        ),
      },
      log: line => log.write(`${line}\n`),
      signal,
    });
    // It ends its jobs, too.
    atEnd(() => gitlab.stop());
    parts.set('gitlab', gitlab);
    result.gitlabUrl = gitlab.url;
    const projects = await DemoProjects.create(gitlab, {
      portalUrl,
      orders: parts.get('orders'),
      drillUrl: parts.get('drillUrl'),
    });
    parts.set('projects', projects);
  },
};
