import { explainedError } from '../bootstrap/explainedError.mjs';
import { findVersions } from './findVersions.mjs';
import { git, parseTags } from './git.mjs';
import { planRelease } from './planRelease.mjs';

/** The folder whose history becomes the component project. */
const prefix = 'gitlab-components';

/** Whatever names the version beside the folder itself. */
const alsoVersioned = [
  'README.md',
  'docs',
  'packages/agent/package.json',
  'packages/agent/Containerfile',
];

/**
 * Splits the folder, and pushes it with its tag to the component project. Safe to repeat: a version that
 * is there from the same state is done, from another one an error.
 *
 * @param {{ root: string, version: string, remote: string, branch?: string, dryRun?: boolean, say: (line: string) => void }} options
 */
export async function releaseComponents(options) {
  const { root, version, remote, branch = 'main', dryRun, say } = options;
  const released = [prefix, ...alsoVersioned];
  const files = await readCommitted(root, released);
  const status = await git(root, 'status', '--porcelain', '--', ...released);
  const split = await git(root, 'subtree', 'split', '-q', `--prefix=${prefix}`);
  const plan = planRelease({
    version,
    branch,
    split,
    versions: findVersions(files),
    uncommitted: status
      .split('\n')
      .filter(Boolean)
      .map(line => line.slice(2).trim()),
    remoteTags: parseTags(await git(root, 'ls-remote', '--tags', remote)),
  });
  if ('problems' in plan) {
    throw explainedError(
      `${version} cannot be released:\n  ${plan.problems.join('\n  ')}`,
    );
  }
  if ('done' in plan) return say(plan.done);
  if (dryRun) return say(`Would push ${plan.refspecs.join(' ')} to ${remote}.`);
  await git(root, 'push', '--quiet', '--atomic', remote, ...plan.refspecs);
  return say(
    `${version} is pushed. The pipeline of its tag makes the release of the CI/CD Catalog.`,
  );
}

/**
 * The text files of the last commit: what is released is a commit, whatever stands in the folder.
 *
 * @param {string} root
 * @param {string[]} folders
 * @returns {Promise<Record<string, string>>} content by path
 */
async function readCommitted(root, folders) {
  const listing = await git(
    root,
    'ls-tree',
    '-r',
    '--name-only',
    'HEAD',
    '--',
    ...folders,
  );
  const files = listing
    .split('\n')
    .filter(file => /\.(md|ya?ml|json)$|Containerfile$/.test(file));
  const contents = files.map(async file => [
    file,
    await git(root, 'show', `HEAD:${file}`),
  ]);
  return Object.fromEntries(await Promise.all(contents));
}
