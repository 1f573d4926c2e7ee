import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The versions that yarn.lock holds of each package that comes from a registry. */
export async function readLockedVersions(lockFile) {
  const entries = Object.values(parse(await readFile(lockFile, 'utf8')));
  const versions = new Map();
  for (const { resolution } of entries) {
    const match = /^(@?[^@]+)@npm:(.+)$/.exec(resolution ?? '');
    if (!match) continue;
    const [, name, version] = match;
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  return versions;
}
