import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ignoredFolders = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  'dev',
]);
const testFile = /\.test\.[cm]?[jt]sx?$/;

/** A digest of the content of all source files under `sources`, tests left out. */
export function sourceStamp(root: string, sources: string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(source => filesOf(root, source)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesOf(root: string, file: string): string[] {
  const stats = statSync(path.join(root, file));
  if (!stats.isDirectory()) return [file];
  return readdirSync(path.join(root, file), { withFileTypes: true }).flatMap(
    entry => {
      const child = path.join(file, entry.name);
      if (entry.isDirectory()) {
        return ignoredFolders.has(entry.name) ? [] : filesOf(root, child);
      }
      return entry.isFile() && !testFile.test(entry.name) ? [child] : [];
    },
  );
}
