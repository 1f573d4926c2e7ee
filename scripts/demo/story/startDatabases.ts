import { PostgresCluster } from '../postgres/PostgresCluster';
import type { Step } from './Step';

export const startDatabases: Step = {
  name: 'two private PostgreSQL servers run: the service’s own, and one for drills',
  async run(context) {
    const [live, scratch] = await Promise.all(
      ['live', 'scratch'].map(name =>
        PostgresCluster.start({ ...pick(context), name }),
      ),
    );
    context.parts.set('live', live);
    context.parts.set('scratch', scratch);
  },
};

function pick({
  folder,
  groups,
  logsFolder,
  signal,
}: Parameters<Step['run']>[0]) {
  return { folder, groups, logsFolder, signal };
}
