import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { releaseComponents } from './releaseComponents.mjs';

jest.setTimeout(60_000);

let folder: string;
let root: string;
let remote: string;
let said: string[];

function git(cwd: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'];
  return execFileSync('git', [...who, ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();
}

function commit(files: Record<string, string>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'Change');
}

const versioned = (version: string) => ({
  'gitlab-components/README.md': `component: x/components/deploy-guard@${version}`,
  'gitlab-components/templates/deploy-guard/template.yml': 'spec: {}',
  'packages/agent/package.json': `{\n  "version": "${version}"\n}`,
});

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'release-'));
  root = path.join(folder, 'safepoint');
  remote = path.join(folder, 'components.git');
  said = [];
  mkdirSync(root);
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch', 'main', remote);
  commit({ ...versioned('0.1.0'), 'plugins/secret.ts': 'not for the catalog' });
});
afterEach(() => rmSync(folder, { recursive: true }));

const release = (version: string, dryRun = false) =>
  releaseComponents({
    root,
    version,
    remote,
    dryRun,
    say: line => said.push(line),
  });

const filesAt = (ref: string) =>
  git(remote, 'ls-tree', '-r', '--name-only', ref).split('\n');

describe('releasing the components', () => {
  it('makes the folder the root of the component project, with its tag', async () => {
    await release('0.1.0');
    const files = ['README.md', 'templates/deploy-guard/template.yml'];
    expect(filesAt('main')).toEqual(files);
    expect(filesAt('refs/tags/0.1.0')).toEqual(files);
    expect(said).toEqual([expect.stringContaining('0.1.0 is pushed')]);
  });

  it('does nothing the second time', async () => {
    await release('0.1.0');
    const before = git(remote, 'show-ref');
    await release('0.1.0');
    expect(git(remote, 'show-ref')).toBe(before);
    expect(said.at(-1)).toBe('0.1.0 is released already.');
  });

  it('adds the next version to the history of the one before', async () => {
    await release('0.1.0');
    commit(versioned('0.2.0'));
    await release('0.2.0');
    expect(git(remote, 'log', '--format=%s', 'main').split('\n')).toHaveLength(
      2,
    );
    expect(git(remote, 'merge-base', '0.1.0', '0.2.0')).toBe(
      git(remote, 'rev-parse', '0.1.0'),
    );
  });

  it('never changes a release', async () => {
    await release('0.1.0');
    commit({ 'gitlab-components/LICENSE.md': 'new' });
    await expect(release('0.1.0')).rejects.toThrow('from another state');
    expect(filesAt('main')).not.toContain('LICENSE.md');
  });

  it('releases nothing that names another version or is not committed', async () => {
    writeFileSync(path.join(root, 'gitlab-components/README.md'), 'changed');
    await expect(release('0.2.0')).rejects.toThrow(
      /package\.json:2 names 0\.1\.0[^]*gitlab-components\/README\.md is not committed/,
    );
    expect(git(remote, 'for-each-ref')).toBe('');
  });

  it('pushes neither branch nor tag where the remote refuses one', async () => {
    await release('0.1.0');
    const other = path.join(folder, 'other');
    git(folder, 'clone', '--quiet', remote, other);
    writeFileSync(path.join(other, 'by-hand'), 'x');
    git(other, 'add', '.');
    git(other, 'commit', '--quiet', '--message', 'By hand');
    git(other, 'push', '--quiet');
    commit(versioned('0.2.0'));
    await expect(release('0.2.0')).rejects.toThrow(/rejected|fetch first/);
    expect(git(remote, 'tag')).toBe('0.1.0');
  });

  it('only says what it would do in a dry run', async () => {
    await release('0.1.0', true);
    expect(said).toEqual([
      expect.stringMatching(/^Would push \w{40}:refs\/heads\/main /),
    ]);
    expect(git(remote, 'for-each-ref')).toBe('');
  });
});
