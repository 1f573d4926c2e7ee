import { describeError, explainedError } from '../bootstrap/explainedError.mjs';
import { say, withProgress } from '../bootstrap/progress.mjs';
import { runTool } from '../bootstrap/runTool.mjs';

const attempts = 3;
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
// Another apt (an unattended upgrade) may hold the lock for a while.
const waitForLock = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * Installs Debian packages as root, and says so.
 *
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  say(`Running as root: installing with apt-get: ${packages.join(' ')}`);
  await withProgress('apt-get update', () => withRetries(['update']));
  await withProgress(`apt-get install ${packages.join(' ')}`, () =>
    withRetries(['install', '-y', '--no-install-recommends', ...packages]),
  );
}

/** @param {string[]} args */
async function withRetries(args) {
  for (let attempt = 1; ; attempt++) {
    try {
      await runTool('apt-get', [...waitForLock, ...args], { env });
      return;
    } catch (error) {
      if (attempt === attempts) {
        throw explainedError(
          `${describeError(
            error,
          )}\napt-get failed ${attempts} times; run it by hand to see why: apt-get ${args.join(
            ' ',
          )}`,
        );
      }
      say(`… apt-get failed, trying again (${attempt} of ${attempts - 1})`);
      await new Promise(resolve => setTimeout(resolve, 3000 * attempt));
    }
  }
}
