import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutBlocks } from '../pipeline/cutBlocks';
import { waitUntil } from '../testUtils/waitUntil';
import { openBlockPipe } from './openBlockPipe';

/** Writes as many bytes of a pattern that has no period of a power of two. */
const writer =
  'const size = Number(process.argv[1]); const all = Buffer.alloc(size); for (let i = 0; i < size; i++) all[i] = i % 251; require("fs").writeSync(1, all);';

async function startWriter(sizeBytes: number) {
  const pipe = await openBlockPipe();
  const child = spawn(process.execPath, ['-e', writer, `${sizeBytes}`], {
    stdio: ['ignore', pipe.writeEnd, 'inherit'],
  });
  pipe.writeEnd.destroy();
  return { child, blocks: pipe.blocks };
}

function expectedSha256(sizeBytes: number): string {
  const all = Buffer.alloc(sizeBytes).map((_, index) => index % 251);
  return createHash('sha256').update(all).digest('hex');
}

describe('openBlockPipe', () => {
  it.each([0, 1, 1024 * 1024, 3 * 1024 * 1024 + 17])(
    'gives the %p bytes that a tool wrote',
    async sizeBytes => {
      const { blocks } = await startWriter(sizeBytes);
      const hash = createHash('sha256');
      for await (const block of cutBlocks(blocks, () => 4096)) {
        hash.update(block);
      }
      expect(hash.digest('hex')).toBe(expectedSha256(sizeBytes));
    },
  );

  it('reads no faster than its reader', async () => {
    const { child, blocks } = await startWriter(20 * 1024 * 1024);
    const reader = blocks[Symbol.asyncIterator]();
    await reader.next();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(child.exitCode).toBeNull();
    await reader.return?.();
    await waitUntil(() => child.exitCode !== null || child.signalCode !== null);
  });

  it('leaves nothing in the folder for temporary files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pipes-'));
    try {
      const { writeEnd, blocks } = await openBlockPipe(folder);
      expect(await readdir(folder)).toEqual([]);
      writeEnd.destroy();
      blocks.destroy();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('fails where there is no folder for temporary files', async () => {
    await expect(openBlockPipe('/nonexistent')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
