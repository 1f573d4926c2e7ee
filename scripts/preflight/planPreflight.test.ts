import { findMissing, planInstallation } from './planPreflight.mjs';

const nothing = { has: () => false, env: {}, distribution: 'debian' };

describe('findMissing', () => {
  it('finds nothing missing where every binary is there', () => {
    expect(
      findMissing(['git', 'chromium', 'ceph'], { ...nothing, has: () => true }),
    ).toEqual([]);
  });

  it('names the absent binaries and the packages that bring them, each requirement once', () => {
    const has = (binary: string) => binary === 'postgres';
    expect(
      findMissing(['postgresql-server', 'postgresql-server'], {
        ...nothing,
        has,
      }),
    ).toEqual([
      expect.objectContaining({
        name: 'postgresql-server',
        binaries: ['initdb', 'pg_ctl'],
        packages: ['postgresql'],
      }),
    ]);
  });

  it('is content with any one browser', () => {
    const has = (binary: string) => binary === 'google-chrome';
    expect(findMissing(['chromium'], { ...nothing, has })).toEqual([]);
  });

  it('takes a server given by environment variables, all of them, instead of Ceph', () => {
    const env = {
      SAFEPOINT_TEST_S3_ENDPOINT: 'http://s3',
      SAFEPOINT_TEST_S3_ACCESS_KEY: 'key',
    };
    const given = { ...env, SAFEPOINT_TEST_S3_SECRET_KEY: 'secret' };
    expect(findMissing(['ceph'], { ...nothing, env })).toHaveLength(1);
    expect(findMissing(['ceph'], { ...nothing, env: given })).toEqual([]);
  });

  it.each([
    ['debian', ['chromium']],
    ['ubuntu', []],
    ['macos', []],
    ['other', []],
  ])('knows the packages of %s', (distribution, packages) => {
    const [missing] = findMissing(['chromium'], { ...nothing, distribution });
    expect(missing.packages).toEqual(packages);
  });
});

describe('planInstallation', () => {
  const missing = findMissing(['postgresql-client', 'rsync', 'git'], nothing);

  it('installs as root, in one go', () => {
    expect(
      planInstallation(missing, { distribution: 'debian', superuser: true }),
    ).toEqual({
      install: ['postgresql-client', 'rsync', 'git'],
      command: expect.stringContaining('apt-get install -y'),
      manual: [],
    });
  });

  it('installs nothing without root and gives one command', () => {
    expect(
      planInstallation(missing, { distribution: 'debian', superuser: false }),
    ).toEqual({
      install: [],
      command:
        'sudo apt-get update && sudo apt-get install -y --no-install-recommends postgresql-client rsync git',
      manual: [],
    });
  });

  it('names Homebrew’s formulae, each once, and never runs brew', () => {
    const onMac = findMissing(
      ['postgresql-server', 'postgresql-client', 'age'],
      { ...nothing, distribution: 'macos' },
    );
    expect(
      planInstallation(onMac, { distribution: 'macos', superuser: true }),
    ).toEqual({
      install: [],
      command: 'brew install postgresql@16 age',
      manual: [],
    });
  });

  it('says what to do by hand where no package is known', () => {
    const elsewhere = { distribution: 'other', superuser: true };
    const { install, command, manual } = planInstallation(
      findMissing(['git', 'ceph'], { ...nothing, ...elsewhere }),
      elsewhere,
    );
    expect({ install, command }).toEqual({ install: [], command: undefined });
    expect(manual).toEqual([
      'git: install git and put it on the PATH',
      expect.stringContaining('SAFEPOINT_TEST_S3_ENDPOINT'),
    ]);
  });
});
