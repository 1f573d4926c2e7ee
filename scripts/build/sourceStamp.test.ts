import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sourceStamp } from './sourceStamp';

describe('sourceStamp', () => {
  let root: string;
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  const stamp = () => sourceStamp(root, ['packages/a', 'settings.yaml']);

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'sources-'));
    write('packages/a/src/index.ts', 'export const a = 1;');
    write('settings.yaml', 'a: 1');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ['a changed file', 'packages/a/src/index.ts', 'export const a = 2;'],
    ['a new file', 'packages/a/src/b.ts', ''],
    ['a file named as source', 'settings.yaml', 'a: 2'],
  ])('changes with %s', (_what, file, content) => {
    const before = stamp();
    write(file, content);
    expect(stamp()).not.toBe(before);
  });

  it.each([
    'packages/a/src/index.test.ts',
    'packages/a/dist/index.js',
    'packages/a/node_modules/x/index.js',
    'packages/b/src/index.ts',
  ])('does not change with %s', file => {
    const before = stamp();
    write(file, 'x');
    expect(stamp()).toBe(before);
  });
});
