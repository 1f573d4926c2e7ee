import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SafepointError } from '@safepoint/engine';

/** A folder for one restore alone, for what pg_restore reads from files: lists of entries, definitions. No rows. */
export class RestoreFolder {
  private constructor(private readonly path: string) {}

  static async make(): Promise<RestoreFolder> {
    return await tellOfProblems(
      async () =>
        new RestoreFolder(await mkdtemp(join(tmpdir(), 'safepoint-'))),
    );
  }

  async writeList(name: string, entries: string): Promise<string> {
    const file = join(this.path, `${name}.list`);
    await tellOfProblems(() => writeFile(file, entries, { mode: 0o600 }));
    return file;
  }

  async writeArchive(
    name: string,
    stream: Readable,
    signal: AbortSignal,
  ): Promise<string> {
    const file = join(this.path, `${name}.dump`);
    const target = createWriteStream(file, { mode: 0o600 });
    await tellOfProblems(() => pipeline(stream, target, { signal }));
    return file;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

const problemsOfDisks = [
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'EMFILE',
];

async function tellOfProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (!code || !problemsOfDisks.includes(code)) throw cause;
    throw new SafepointError({
      kind: 'tool-temporary-folder',
      message: `What pg_restore is to read cannot be written to ${tmpdir()} (${code}). Make room there, or name another folder by TMPDIR. Nothing live was touched.`,
      cause,
    });
  }
}
