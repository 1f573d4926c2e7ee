/*
 * node scripts/release/main.mjs VERSION --remote ADDRESS [--branch main] [--dry-run]
 *
 * Releases gitlab-components/ to its component project. Needs git with `git subtree` and nothing else.
 */
import { parseArgs } from 'node:util';
import { describeError, explainedError } from '../bootstrap/explainedError.mjs';
import { root } from '../bootstrap/paths.mjs';
import { releaseComponents } from './releaseComponents.mjs';

const usage =
  'Usage: node scripts/release/main.mjs VERSION --remote ADDRESS [--branch main] [--dry-run]';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      remote: { type: 'string' },
      branch: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
  });
  const { remote, branch } = values;
  if (positionals.length !== 1 || !remote) throw explainedError(usage);
  if (/^https?:\/\/[^/]*:[^/]*@/.test(remote)) {
    throw explainedError(
      'The address holds a password. Give it to git by a credential helper or use SSH.',
    );
  }
  await releaseComponents({
    root,
    version: positionals[0],
    remote,
    branch,
    dryRun: values['dry-run'],
    say: line => console.log(line),
  });
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
