import {
  lstat,
  mkdir,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { explainedError } from '../../bootstrap/explainedError.mjs';
import { isAlive } from '../../bootstrap/setupLock.mjs';

/** Written into the folder before anything else: only a folder that bears it is ever wiped. */
const markerName = '.safepoint-demo.json';

interface Marker {
  /** The process that uses the folder. */
  owner: number;
  /** Folders elsewhere that belong to it. */
  outside: string[];
}

const outsidePrefix = path.join(os.tmpdir(), 'safepoint-demo-');

const remove = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });

/**
 * The folder of everything that a demo keeps. It is wiped when a demo starts and left as it is when the demo
 * ends, for whoever wants to look at the stored objects.
 */
export class DemoFolder {
  readonly path: string;
  readonly #outside: string[] = [];

  private constructor(folder: string) {
    this.path = folder;
  }

  /** Wipes what the last demo left and takes the folder; refuses one that is not a demo's or is in use. */
  static async take(folder: string): Promise<DemoFolder> {
    const marker = await readMarker(folder);
    if (marker && marker.owner !== process.pid && isAlive(marker.owner)) {
      throw explainedError(
        `A demo is running already (process ${marker.owner}). End it with Ctrl-C where it runs, or with: kill ${marker.owner}`,
      );
    }
    for (const outside of marker?.outside ?? []) {
      if (outside.startsWith(outsidePrefix)) await remove(outside);
    }
    if (marker) await remove(folder);
    // Others may pass through to what is theirs (PostgreSQL's own user), and list nothing.
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const taken = new DemoFolder(await realpath(folder));
    await taken.#mark();
    return taken;
  }

  /** A folder below that only the present user reads. */
  async makePrivate(name: string): Promise<string> {
    const folder = path.join(this.path, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** The start of a name for a folder elsewhere; `adopt` it once it is made. */
  get outsidePrefix(): string {
    return outsidePrefix;
  }

  /** Has a folder elsewhere wiped together with this one. */
  async adopt(folder: string): Promise<void> {
    this.#outside.push(folder);
    await this.#mark();
  }

  async #mark() {
    const marker: Marker = { owner: process.pid, outside: this.#outside };
    await writeFile(path.join(this.path, markerName), JSON.stringify(marker));
  }
}

async function readMarker(folder: string): Promise<Marker | undefined> {
  const stats = await lstat(folder).catch(() => undefined);
  if (!stats) return undefined;
  const text = stats.isDirectory()
    ? await readFile(path.join(folder, markerName), 'utf8').catch(
        () => undefined,
      )
    : undefined;
  if (text === undefined) {
    throw explainedError(
      `${folder} is not a folder of the demo (it has no ${markerName}), so it is left alone. Move it away and start again.`,
    );
  }
  return JSON.parse(text) as Marker;
}
