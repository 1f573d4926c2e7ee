import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dependencyStamp, workspaceManifests } from './dependencyStamp.mjs';

describe('dependencyStamp', () => {
  let root: string;
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(
      path.join(root, file),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  };

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'stamp-'));
    write('package.json', { workspaces: { packages: ['packages/*', 'test'] } });
    write('packages/a/package.json', { name: 'a', dependencies: { x: '^1' } });
    write('test/package.json', { name: 'test' });
    write('yarn.lock', 'x@^1: 1.0.0');
    write('.yarnrc.yml', 'nodeLinker: node-modules');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds the packages of every workspace and leaves out other folders', () => {
    write('packages/notes/README.md', 'no package');
    write('elsewhere/package.json', {});
    expect(workspaceManifests(root)).toEqual([
      'package.json',
      'packages/a/package.json',
      'test/package.json',
    ]);
  });

  it.each<[string, string, unknown]>([
    ['the lock file', 'yarn.lock', 'x@^1: 1.0.1'],
    ['Yarn’s settings', '.yarnrc.yml', 'nodeLinker: pnp'],
    [
      'a dependency',
      'packages/a/package.json',
      { name: 'a', dependencies: { x: '^2' } },
    ],
    ['a new workspace', 'packages/b/package.json', { name: 'b' }],
  ])('changes with %s', (_what, file, content) => {
    const before = dependencyStamp(root);
    write(file, content);
    expect(dependencyStamp(root)).not.toBe(before);
  });

  it('does not change with scripts, descriptions or other files', () => {
    const before = dependencyStamp(root);
    write('packages/a/package.json', {
      name: 'a',
      description: 'other words',
      scripts: { test: 'jest' },
      dependencies: { x: '^1' },
    });
    write('packages/a/src/index.ts', 'export {};');
    expect(dependencyStamp(root)).toBe(before);
  });
});
