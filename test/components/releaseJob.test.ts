import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readExamples } from '@safepoint/engine/testUtils';
import { LocalGitLab } from '@safepoint/local-gitlab';
import { parse } from 'yaml';
import { compileGitLabSchema } from './schema/gitlabSchema';

jest.setTimeout(120_000);

const root = path.resolve(__dirname, '../..');
const [job] = readExamples(
  path.join(root, 'docs/adoption.md'),
  'release-components.gitlab-ci.yml',
);
const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-release-job-'));
const remote = path.join(folder, 'components.git');
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

let gitlab: LocalGitLab;
beforeAll(async () => {
  git('init', '--quiet', '--bare', '--initial-branch', 'main', remote);
  gitlab = await LocalGitLab.start({
    dataDir: path.join(folder, 'gitlab'),
    variables: { COMPONENTS_REMOTE: remote, PATH: process.env.PATH ?? '' },
  });
});
afterAll(async () => {
  await gitlab.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The part of this repository that the release needs. */
function readRepository(): Record<string, string> {
  const listing = execFileSync(
    'git',
    [
      'ls-files',
      'gitlab-components',
      'scripts/release/*.mjs',
      'scripts/bootstrap/*.mjs',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  const files = listing.trim().split('\n');
  return Object.fromEntries(
    files.map(file => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

it('the release job of the adoption guide pushes the folder as a project of its own', async () => {
  const isValid = compileGitLabSchema();
  isValid(parse(job));
  expect(isValid.errors ?? []).toEqual([]);

  const files = readRepository();
  const project = await gitlab.createProject({
    path: 'platform/safepoint',
    files: { ...files, '.gitlab-ci.yml': job },
  });
  await gitlab.tag(project, '0.1.0');
  const tag = { ref: '0.1.0', refType: 'tag', source: 'push' } as const;
  const summary = await gitlab.waitForPipeline(
    project,
    await gitlab.run(project, tag),
  );
  const log = await gitlab.jobLog(summary.jobs[0]);
  expect({ status: summary.status, log }).toEqual({
    status: 'success',
    log: expect.stringContaining('0.1.0 is pushed'),
  });
  const released = git('-C', remote, 'ls-tree', '-r', '--name-only', '0.1.0');
  expect(released.split('\n')).toEqual(
    Object.keys(files)
      .filter(file => file.startsWith('gitlab-components/'))
      .map(file => file.slice('gitlab-components/'.length))
      .sort(),
  );
});
