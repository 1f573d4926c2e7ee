import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chooseTool, parseToolVersion } from './chooseTool';
import type { PostgresTool } from './PostgresTool';

const run = promisify(execFile);

/** Where Debian, the official images and Homebrew keep several versions side by side. */
const VERSIONED_FOLDERS = [
  { root: '/usr/lib/postgresql', pattern: /^(\d+)$/, bin: 'bin' },
  { root: '/opt/homebrew/opt', pattern: /^postgresql@(\d+)$/, bin: 'bin' },
  { root: '/usr/local/opt', pattern: /^postgresql@(\d+)$/, bin: 'bin' },
];

async function versionedFolders(): Promise<string[]> {
  const folders: { folder: string; major: number }[] = [];
  for (const { root, pattern, bin } of VERSIONED_FOLDERS) {
    for (const name of await readdir(root).catch(() => [])) {
      const match = pattern.exec(name);
      if (match) {
        folders.push({
          folder: join(root, name, bin),
          major: Number(match[1]),
        });
      }
    }
  }
  return folders.sort((a, b) => b.major - a.major).map(({ folder }) => folder);
}

async function askVersion(path: string): Promise<PostgresTool | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await run(path, ['--version'], {
      timeout: 10_000,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    return parseToolVersion(path, stdout);
  } catch {
    return undefined; // not there, or it does not even say its version
  }
}

/**
 * Finds a client tool that is at least as new as the server: on PATH, then where distributions keep
 * several versions. `binFolder` overrides both.
 */
export async function findTool(
  name: 'pg_dump' | 'pg_restore',
  needed: { major: number; because: string },
  binFolder?: string,
): Promise<PostgresTool> {
  const folders = binFolder
    ? [binFolder]
    : [
        ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
        ...(await versionedFolders()),
      ];
  const found: PostgresTool[] = [];
  for (const folder of new Set(folders)) {
    const tool = await askVersion(join(folder, name));
    if (tool) found.push(tool);
    if (tool && tool.major >= needed.major) break;
  }
  return chooseTool(name, found, needed);
}
