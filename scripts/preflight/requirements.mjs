/**
 * What the machine must have beside Node, by name. `binaries` are all needed; a list inside the list means any
 * one of them. `given` names environment variables that replace the requirement.
 *
 * @typedef {object} Requirement
 * @property {string} title
 * @property {(string | string[])[]} binaries
 * @property {string[]} [given]
 * @property {{ debian: string[], ubuntu?: string[], macos?: string[] }} packages names for apt and Homebrew;
 *   without an entry the system's package manager does not have it
 * @property {string} [otherwise] what to do where no package is named
 */

/** @type {Record<string, Requirement>} */
export const requirements = {
  'postgresql-server': {
    title: 'PostgreSQL server',
    binaries: ['initdb', 'postgres', 'pg_ctl'],
    packages: { debian: ['postgresql'], macos: ['postgresql@16'] },
  },
  'postgresql-client': {
    title: 'PostgreSQL client tools',
    binaries: ['pg_dump', 'pg_restore', 'psql'],
    packages: { debian: ['postgresql-client'], macos: ['postgresql@16'] },
  },
  git: {
    title: 'git',
    binaries: ['git'],
    packages: { debian: ['git'], macos: ['git'] },
  },
  rsync: {
    title: 'rsync (gitlab-ci-local needs it)',
    binaries: ['rsync'],
    packages: { debian: ['rsync'], macos: ['rsync'] },
  },
  curl: {
    title: 'curl',
    binaries: ['curl'],
    packages: { debian: ['curl'], macos: ['curl'] },
  },
  wget: {
    title: 'GNU wget',
    binaries: ['wget'],
    packages: { debian: ['wget'], macos: ['wget'] },
  },
  busybox: {
    title: 'BusyBox (what small images hold)',
    binaries: ['busybox', 'dash'],
    packages: { debian: ['busybox-static', 'dash'] },
    otherwise: 'run these tests on Linux',
  },
  age: {
    title: 'age',
    binaries: ['age'],
    packages: { debian: ['age'], macos: ['age'] },
  },
  zstd: {
    title: 'zstd',
    binaries: ['zstd'],
    packages: { debian: ['zstd'], macos: ['zstd'] },
  },
  promtool: {
    title: 'promtool (checks the alert rules for Prometheus)',
    binaries: ['promtool'],
    packages: { debian: ['prometheus'], macos: ['prometheus'] },
  },
  chromium: {
    title: 'Chromium or Google Chrome',
    binaries: [
      ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser'],
    ],
    // Ubuntu's apt packages only forward to the snap, which does not start in containers.
    packages: { debian: ['chromium'], ubuntu: [] },
    otherwise:
      'install Google Chrome (https://www.google.com/chrome), or on Ubuntu: snap install chromium',
  },
  ceph: {
    title: 'Ceph RADOS gateway (the real S3 server)',
    binaries: ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph', 'radosgw-admin'],
    given: [
      'SAFEPOINT_TEST_S3_ENDPOINT',
      'SAFEPOINT_TEST_S3_ACCESS_KEY',
      'SAFEPOINT_TEST_S3_SECRET_KEY',
    ],
    packages: { debian: ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'] },
    otherwise:
      'name an S3 server by SAFEPOINT_TEST_S3_ENDPOINT, SAFEPOINT_TEST_S3_ACCESS_KEY and SAFEPOINT_TEST_S3_SECRET_KEY',
  },
};

const postgresql = ['postgresql-server', 'postgresql-client'];
const localGitlab = ['git', 'rsync', 'curl'];

/** What each command, or each suite of the tests, needs of that. */
export const needs = {
  demo: [...postgresql, ...localGitlab, 'age', 'zstd'],
  bench: [...postgresql, 'ceph', 'age', 'zstd'],
  /** @type {Record<string, string[]>} */
  suites: {
    types: [],
    lint: [],
    unit: [...postgresql, ...localGitlab, 'age', 'zstd', 'promtool'],
    contract: [...postgresql, 'ceph', 'age', 'zstd'],
    faults: [...postgresql, ...localGitlab, 'ceph', 'age', 'zstd'],
    integration: [...postgresql, ...localGitlab, 'ceph', 'age', 'zstd'],
    components: [...localGitlab, 'wget', 'busybox'],
    e2e: [...postgresql, ...localGitlab, 'age', 'zstd', 'chromium'],
  },
};
