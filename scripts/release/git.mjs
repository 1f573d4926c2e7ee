import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { explainedError } from '../bootstrap/explainedError.mjs';

const run = promisify(execFile);

/**
 * Runs git and answers what it printed. Its own words are the error: they say what is wrong with a remote.
 *
 * @param {string} folder
 * @param {string[]} args
 * @returns {Promise<string>}
 */
export async function git(folder, ...args) {
  const { stdout } = await explained(args, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    // Nobody is there to type a password.
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
  });
  return stdout.trim();
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').ExecFileOptions} options
 */
async function explained(args, options) {
  try {
    return await run('git', args, { ...options, encoding: 'utf8' });
  } catch (error) {
    const { stderr, message } =
      /** @type {{ stderr?: string, message: string }} */ (error);
    throw explainedError(`git ${args[0]} failed: ${stderr || message}`);
  }
}

/**
 * Commits by tag, of annotated tags too.
 *
 * @param {string} listing what `git ls-remote --tags` printed
 * @returns {Record<string, string>}
 */
export function parseTags(listing) {
  const entries = listing
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\t'))
    .map(([commit, ref]) => [
      ref.replace('refs/tags/', '').replace(/\^\{\}$/, ''),
      commit,
    ]);
  // The peeled line, which names the commit, follows that of the tag itself.
  return Object.fromEntries(entries);
}
