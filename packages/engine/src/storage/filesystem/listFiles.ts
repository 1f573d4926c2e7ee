import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './fileErrors';

interface ListOptions {
  /** Only keys after this one. */
  startAfter?: string;
  signal?: AbortSignal;
}

/**
 * Keys of all files below `root` that start with `prefix`, in the order of their bytes, as S3 lists
 * them. Holds one folder's names at a time; skips what starts with a dot, and links.
 */
export async function* listFiles(
  root: string,
  prefix: string,
  options: ListOptions = {},
): AsyncGenerator<string> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* walk({ ...options, root, prefix }, folder);
}

async function* walk(
  options: ListOptions & { root: string; prefix: string },
  folder: string,
): AsyncGenerator<string> {
  const { root, prefix, startAfter = '', signal } = options;
  signal?.throwIfAborted();
  for (const entry of await readNames(join(root, folder))) {
    const key = `${folder}${entry}`;
    if (!key.startsWith(prefix) && !prefix.startsWith(key)) {
      continue;
    }
    if (entry.endsWith('/')) {
      // A folder is gone through where what comes after that key may lie in it.
      if (startAfter.startsWith(key) || isAfter(key, startAfter)) {
        yield* walk(options, key);
      }
    } else if (key.startsWith(prefix) && isAfter(key, startAfter)) {
      yield key;
    }
  }
}

function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

/** Folders end with a slash, which is also what makes the order that of the whole keys. */
async function readNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(entry => !entry.name.startsWith('.'))
      .filter(entry => entry.isDirectory() || entry.isFile())
      .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
      return [];
    }
    throw error;
  }
}
