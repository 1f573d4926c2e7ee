import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DemoFolder } from './DemoFolder';

describe('DemoFolder', () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'folder-'));
    folder = path.join(parent, '.demo');
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const mark = (owner: number, outside: string[] = []) =>
    writeFileSync(
      path.join(folder, '.safepoint-demo.json'),
      JSON.stringify({ owner, outside }),
    );

  it('wipes what the last demo left, here and in the folders that it had elsewhere', async () => {
    const first = await DemoFolder.take(folder);
    const elsewhere = mkdtempSync(first.outsidePrefix);
    await first.adopt(elsewhere);
    writeFileSync(path.join(folder, 'left'), '');

    await DemoFolder.take(folder);

    expect(existsSync(path.join(folder, 'left'))).toBe(false);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('never wipes a folder that is not a demo’s', async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'thesis.txt'), 'years of work');
    await expect(DemoFolder.take(folder)).rejects.toThrow('is left alone');
    expect(readFileSync(path.join(folder, 'thesis.txt'), 'utf8')).toBe(
      'years of work',
    );
  });

  it('never follows a link, and wipes nothing elsewhere that is not its own', async () => {
    const other = path.join(parent, 'other');
    mkdirSync(other);
    symlinkSync(other, folder);
    await expect(DemoFolder.take(folder)).rejects.toThrow('is left alone');
    rmSync(folder);

    mkdirSync(folder);
    mark(spawnSync(process.execPath, ['-e', '']).pid, [other]);
    await DemoFolder.take(folder);
    expect(existsSync(other)).toBe(true);
  });

  it('refuses while another demo uses it', async () => {
    mkdirSync(folder);
    mark(process.ppid);
    await expect(DemoFolder.take(folder)).rejects.toThrow(
      `A demo is running already (process ${process.ppid})`,
    );
  });
});
