import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { collect } from './collect';
import { zstdCompressStage, zstdDecompressStage } from './zstdStages';

async function pipeThrough(command: string, args: string[], input: Buffer) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(input);
  return collect(child.stdout);
}

describe('the zstd stages', () => {
  it.each([0, 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 30_000_000])(
    'give back %d bytes, as the zstd command does',
    async size => {
      const plain = Buffer.concat([
        randomBytes(Math.min(size, 100_000)),
        Buffer.alloc(Math.max(0, size - 100_000), 'safepoint'),
      ]);
      const packed = await collect(zstdCompressStage(Readable.from([plain])));
      const unpacked = await collect(
        zstdDecompressStage(Readable.from([packed])),
      );
      expect(unpacked.equals(plain)).toBe(true);
      expect((await pipeThrough('zstd', ['-d'], packed)).equals(plain)).toBe(
        true,
      );
    },
  );

  it('read what the zstd command wrote', async () => {
    const plain = Buffer.alloc(5_000_000, 'rows and rows');
    const packed = await pipeThrough('zstd', ['-3'], plain);
    const unpacked = await collect(
      zstdDecompressStage(Readable.from([packed])),
    );
    expect(unpacked.equals(plain)).toBe(true);
  });

  it('name what is no zstd file, or not to its end', async () => {
    const packed = await collect(
      zstdCompressStage(Readable.from([randomBytes(100_000)])),
    );
    for (const bytes of [randomBytes(1000), packed.subarray(0, 50_000)]) {
      await expect(
        collect(zstdDecompressStage(Readable.from([bytes]))),
      ).rejects.toMatchObject({ kind: 'object-corrupt' });
    }
  });

  it('name plain bytes that are not those that were compressed', async () => {
    const incompressible = randomBytes(100_000);
    const packed = await collect(
      zstdCompressStage(Readable.from([incompressible])),
    );
    // Of such bytes a block holds a copy: zstd reads it well, and only the checksum tells.
    packed[50_000] ^= 1;
    await expect(
      collect(zstdDecompressStage(Readable.from([packed]))),
    ).rejects.toMatchObject({ kind: 'object-corrupt' });
  });

  it('pass an error of their source on', async () => {
    async function* failing() {
      yield randomBytes(10_000_000);
      throw new Error('source failed');
    }
    await expect(collect(zstdCompressStage(failing()))).rejects.toThrow(
      'source failed',
    );
    const packed = await collect(
      zstdCompressStage(Readable.from([Buffer.alloc(10)])),
    );
    async function* failingLater() {
      yield packed.subarray(0, 5);
      throw new Error('source failed');
    }
    await expect(collect(zstdDecompressStage(failingLater()))).rejects.toThrow(
      'source failed',
    );
  });

  it('let their source go when the reader stops early', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.alloc(1_000_000);
        }
      } finally {
        ended = true;
      }
    }
    for await (const _ of zstdCompressStage(endless())) {
      break;
    }
    expect(ended).toBe(true);
  });
});
