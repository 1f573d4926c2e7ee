import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Machine
 * @property {string} version of the Node that runs this
 * @property {string} platform
 * @property {string} arch
 * @property {boolean} glibc
 * @property {string} distribution `debian`, `ubuntu`, `macos` or `other`
 * @property {boolean} superuser
 * @property {boolean} ci a missing tool is then a failure and not a skipped suite
 */

/**
 * Tells Debian and Ubuntu, and what derives from them, from the text of /etc/os-release.
 *
 * @param {string} osRelease
 * @returns {'debian' | 'ubuntu' | 'other'}
 */
export function parseDistribution(osRelease) {
  const value = (/** @type {string} */ key) =>
    osRelease
      .match(new RegExp(`^${key}=(.*)$`, 'm'))?.[1]
      .replace(/^["']|["']$/g, '') ?? '';
  const ids = [value('ID'), ...value('ID_LIKE').split(' ')];
  if (ids.includes('ubuntu')) return 'ubuntu';
  return ids.includes('debian') ? 'debian' : 'other';
}

/** @returns {Machine} */
export function describeMachine() {
  const { platform, arch, version } = process;
  return {
    version,
    platform,
    arch,
    glibc: platform === 'linux' && hasGlibc(),
    distribution: platform === 'darwin' ? 'macos' : linuxDistribution(),
    superuser: process.getuid?.() === 0,
    ci: process.env.CI === 'true',
  };
}

function hasGlibc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report?.getReport() ?? {}
  );
  return Boolean(report.header?.glibcVersionRuntime);
}

function linuxDistribution() {
  try {
    return parseDistribution(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return 'other';
  }
}
