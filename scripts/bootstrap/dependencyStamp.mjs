import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const fields = [
  'name',
  'version',
  'workspaces',
  'bin',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'resolutions',
];

/**
 * A digest of everything that decides what `yarn install` lays down: the lock file, Yarn's settings and the
 * dependencies of every workspace. Scripts and descriptions of a package do not count.
 *
 * @param {string} root
 * @returns {string}
 */
export function dependencyStamp(root) {
  const hash = createHash('sha256');
  for (const file of ['yarn.lock', '.yarnrc.yml']) {
    hash.update(`${file}\n`).update(readFileSync(path.join(root, file)));
  }
  for (const file of workspaceManifests(root)) {
    const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
    const kept = fields.map(field => [field, manifest[field]]);
    hash.update(`${file}\n`).update(JSON.stringify(kept));
  }
  return hash.digest('hex');
}

/**
 * The package.json files of the root and its workspaces, relative and sorted.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function workspaceManifests(root) {
  const { workspaces } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  /** @type {string[]} */
  const patterns = workspaces?.packages ?? workspaces ?? [];
  const folders = patterns.flatMap(pattern =>
    pattern.endsWith('/*')
      ? readdirSync(path.join(root, pattern.slice(0, -2))).map(name =>
          path.join(pattern.slice(0, -2), name),
        )
      : [pattern],
  );
  return ['package.json', ...folders.map(f => path.join(f, 'package.json'))]
    .filter(file => existsSync(path.join(root, file)))
    .sort();
}
