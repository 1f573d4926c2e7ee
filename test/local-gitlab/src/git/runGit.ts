import { cleanEnvironment } from '../processes/cleanEnvironment';
import { runProcess } from '../processes/runProcess';

const author = { name: 'Local GitLab', email: 'local-gitlab@example.com' };

/** Runs git with a fixed author and without anybody's configuration; throws with git's own words. */
export async function runGit(
  cwd: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  return (await readGit(cwd, args, input)).trim();
}

/** The same, with the output as it is. */
export async function readGit(
  cwd: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const env = cleanEnvironment(cwd, {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  });
  const result = await runProcess('git', args, { cwd, env, input });
  if (result.exitCode !== 0) {
    throw new Error(`git ${args[0]} failed: ${result.stderr.trim()}`);
  }
  return result.stdout;
}

/** The author of every commit, as fast-import wants it. */
export function formatSignature(now: Date): string {
  return `${author.name} <${author.email}> ${Math.floor(
    now.getTime() / 1000,
  )} +0000`;
}
