import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders of PostgreSQL's binaries that are on no PATH: Debian's, newest first, and Homebrew's. */
const postgresFolders = [
  ...listVersions('/usr/lib/postgresql').map(
    version => `/usr/lib/postgresql/${version}/bin`,
  ),
  '/opt/homebrew/opt/postgresql@16/bin',
  '/usr/local/opt/postgresql@16/bin',
];

/** Where a program is, or undefined. */
export function findTool(name: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...postgresFolders,
    '/usr/bin',
    '/usr/sbin',
  ];
  return folders
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(isExecutable);
}

/** Which of these programs are not on this machine. */
export function findMissingTools(names: string[]): string[] {
  return names.filter(name => !findTool(name));
}

function listVersions(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
