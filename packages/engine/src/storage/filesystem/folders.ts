import { lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SafepointError } from '../../errors/SafepointError';
import { hasCode } from './fileErrors';

/** Makes names in a folder durable: without it a power cut may lose a file that was itself synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Creates the folders of a key below `root`; refuses to go through a link. Returns the path. */
export async function ensureFolder(
  root: string,
  segments: string[],
): Promise<string> {
  let path = root;
  for (const segment of segments) {
    const parent = path;
    path = join(parent, segment);
    try {
      await mkdir(path, { mode: 0o700 });
      await syncFolder(parent);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
        throw error;
      }
      await refuseLink(path);
    }
  }
  return path;
}

/**
 * The path of a key below `root`, or undefined if a folder on the way is missing. Refuses to go
 * through a link, so that nothing outside of the root is ever read or written.
 */
export async function findPath(
  root: string,
  segments: string[],
): Promise<string | undefined> {
  let path = root;
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment);
    try {
      await refuseLink(path);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    }
  }
  return join(path, segments[segments.length - 1]);
}

async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path);
  if (!found.isDirectory()) {
    throw new SafepointError({
      kind: 'storage-denied',
      message:
        'A folder on the way to the object is a link or a file. The storage follows none: remove it from the folder that `safepoint.storage.root` names.',
    });
  }
}
