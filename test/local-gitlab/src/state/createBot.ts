import { randomBytes } from 'node:crypto';
import { accessLevels } from '../http/Access';
import type { BotOptions } from '../options';
import type { GitLabState } from './GitLabState';
import type { Project } from './types';

/** A bot user and the token that it calls the API with. */
export interface Bot {
  token: string;
  username: string;
  userId: number;
}

/** Makes a bot user as an access token of GitLab's does. */
export function createBot(
  state: GitLabState,
  projects: readonly Project[],
  options: BotOptions,
): Bot {
  const id = state.nextId('user');
  const suffix = randomBytes(16).toString('hex');
  const username =
    options.username ?? `project_${projects[0]?.id ?? 0}_bot_${suffix}`;
  const level = options.accessLevel ?? accessLevels.maintainer;
  const token = state.addCaller({
    user: {
      id,
      username,
      name: options.name,
      email: `${username}@noreply.example.com`,
      bot: true,
    },
    accessLevels: new Map(
      projects.map(({ id: projectId }, index) => {
        const named = options.projects[index];
        const own = typeof named === 'number' ? undefined : named.accessLevel;
        return [projectId, own ?? level];
      }),
    ),
  });
  return { token, username, userId: id };
}
