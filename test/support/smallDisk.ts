import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system of its own that can be filled up. */
export interface SmallDisk {
  folder: string;
  /** Leaves so many bytes free; what an earlier call took is given back first. */
  fill(freeBytes: number): Promise<void>;
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** Mounts one in memory. Throws where this process may not mount. */
export function mountSmallDisk(sizeMiB: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'safepoint-disk-'));
  execFileSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=0777`, 'tmpfs', folder],
    { stdio: 'ignore' },
  );
  const filler = join(folder, 'filler');
  const empty = () => rm(filler, { force: true });
  return {
    folder,
    empty,
    async fill(freeBytes) {
      await empty();
      const { bavail, bsize } = await statfs(folder);
      await writeFile(filler, Buffer.alloc(bavail * bsize - freeBytes));
    },
    async stop() {
      execFileSync('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A `describe` for tests that mount a disk: skipped by name where that is not allowed. */
export function requireSmallDisk(): (name: string, body: () => void) => void {
  const reason = whyNoSmallDisk();
  return reason === undefined
    ? describe
    : (name, body) =>
        // eslint-disable-next-line jest/no-disabled-tests
        describe.skip(`${name} (skipped, ${reason})`, body);
}

let known: { reason?: string } | undefined;

function whyNoSmallDisk(): string | undefined {
  known ??= { reason: tryToMount() };
  return known.reason;
}

function tryToMount(): string | undefined {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  try {
    // Not awaited: nothing is in it, and what is left is an empty folder at most.
    mountSmallDisk(1).stop();
    return undefined;
  } catch {
    return 'this machine does not let root mount';
  }
}
