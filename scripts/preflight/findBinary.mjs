import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  statSync,
} from 'node:fs';
import path from 'node:path';

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const homebrew = ['/opt/homebrew', '/usr/local'];

/**
 * Where a binary may be although it is not on the PATH: each PostgreSQL major of Debian and Homebrew, newest
 * first, so that server and client come from one; then the folders of administrators.
 *
 * @returns {string[]}
 */
export function extraFolders() {
  const debian = majors('/usr/lib/postgresql').map(
    major => `/usr/lib/postgresql/${major}/bin`,
  );
  const brewed = homebrew.flatMap(prefix =>
    [18, 17, 16].map(major => `${prefix}/opt/postgresql@${major}/bin`),
  );
  return [...debian, ...brewed, '/usr/sbin', '/sbin'].filter(existsSync);
}

/**
 * The folders to look for binaries in, in order. PostgreSQL's own come first: Debian's /usr/bin/pg_dump is a
 * wrapper that guesses a version.
 *
 * @param {string | undefined} searchPath
 * @returns {string[]}
 */
export function binaryFolders(searchPath) {
  const extra = extraFolders();
  const first = extra.filter(folder => folder.includes('postgresql'));
  return [
    ...new Set([
      ...first,
      ...(searchPath ?? '').split(path.delimiter).filter(Boolean),
      ...extra,
    ]),
  ];
}

/**
 * @param {string} name
 * @param {string[]} folders
 * @returns {string | undefined} the path of the first executable file of that name
 */
export function findBinary(name, folders) {
  return folders
    .map(folder => path.join(folder, name))
    .concat(name === 'chromium' ? macApplications : [])
    .find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string} folder */
function majors(folder) {
  try {
    return readdirSync(folder)
      .filter(name => /^\d+$/.test(name))
      .sort((a, b) => Number(b) - Number(a));
  } catch {
    return [];
  }
}
