import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withLock } from './setupLock.mjs';

describe('withLock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lock-'));
    file = path.join(folder, 'setup.lock');
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('lets one work at a time and gives the lock back, after a failure as well', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise(resolve => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all([withLock(file, work), withLock(file, work)]);
    await expect(
      withLock(file, () => Promise.reject(new Error('no space'))),
    ).rejects.toThrow('no space');
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over from an owner that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, `${pid}\n`);
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it('takes over a lock whose owner died before it wrote its pid', async () => {
    writeFileSync(file, '');
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });
});
