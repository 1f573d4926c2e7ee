import { createReadStream } from 'node:fs';
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import type { ByteStream } from '../../pipeline/ByteStream';
import {
  checkParts,
  partMismatch,
  uploadNotFound,
  type StoredPart,
} from '../checkParts';
import type { PartDigest } from '../Storage';
import { appendStream, withTemporaryFile } from './atomicFiles';
import { hasCode } from './fileErrors';
import type { PartClaims } from './FilesystemSignatures';
import { syncFolder } from './folders';

interface UploadFacts {
  key: string;
  startedAt: string;
}

/**
 * Uploads under way, a folder each: `upload.json`, then `NNNNN.part` as parts come. A folder appears
 * whole and disappears whole (both by rename), so a part that comes late finds no upload.
 */
export class FilesystemUploads {
  constructor(
    private readonly folder: string,
    private readonly temporaryFolder: string,
  ) {}

  async start(key: string): Promise<string> {
    const uploadId = randomBytes(16).toString('hex');
    const hidden = join(this.temporaryFolder, uploadId);
    const facts: UploadFacts = { key, startedAt: new Date().toISOString() };
    await mkdir(hidden, { mode: 0o700 });
    await writeFile(join(hidden, 'upload.json'), JSON.stringify(facts), {
      mode: 0o600,
      flush: true,
    });
    await rename(hidden, this.#pathOf(uploadId));
    await syncFolder(this.folder);
    return uploadId;
  }

  /** Throws `upload-not-found` unless this upload is under way for this key. */
  async require(uploadId: string, key: string): Promise<void> {
    const facts = await this.#readFacts(uploadId);
    if (facts?.key !== key) {
      throw uploadNotFound();
    }
  }

  /** Stores a part whole, or not at all if it is not what was signed. */
  async receivePart(claims: PartClaims, body: ByteStream): Promise<void> {
    await this.require(claims.uploadId, claims.key);
    const folder = this.#pathOf(claims.uploadId);
    try {
      await withTemporaryFile(folder, async (file, path) => {
        const found = await appendStream(file, body, claims.sizeBytes);
        if (found?.sizeBytes !== claims.sizeBytes) {
          const length = found ? `${found.sizeBytes}` : 'more';
          throw partMismatch([
            `part ${claims.number} came with ${length} bytes, not ${claims.sizeBytes}`,
          ]);
        }
        if (found.md5 !== claims.md5) {
          throw partMismatch([`part ${claims.number} came with other content`]);
        }
        await file.sync();
        await rename(path, join(folder, partName(claims.number)));
        await syncFolder(folder);
      });
    } catch (error) {
      // The upload was completed or aborted while the part was on its way.
      throw hasCode(error, 'ENOENT') ? uploadNotFound() : error;
    }
  }

  /** Appends all parts to a file; throws `part-mismatch` if one is not what was announced. */
  async concatenate(
    uploadId: string,
    parts: PartDigest[],
    file: FileHandle,
    signal?: AbortSignal,
  ): Promise<void> {
    const folder = this.#pathOf(uploadId);
    const stored: StoredPart[] = [];
    for (const number of await this.#listParts(uploadId)) {
      const announced = parts.find(part => part.number === number);
      if (!announced) {
        stored.push({ number, sizeBytes: 0 });
        continue;
      }
      const source = createReadStream(join(folder, partName(number)), {
        highWaterMark: 1024 * 1024,
        signal,
      });
      const found = await appendStream(file, source, announced.sizeBytes);
      stored.push({
        number,
        ...(found ?? { sizeBytes: announced.sizeBytes + 1 }),
      });
    }
    checkParts(parts, stored);
  }

  async remove(uploadId: string): Promise<void> {
    const hidden = join(
      this.temporaryFolder,
      `${uploadId}-${randomBytes(4).toString('hex')}`,
    );
    try {
      await rename(this.#pathOf(uploadId), hidden);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        return;
      }
      throw error;
    }
    await rm(hidden, { recursive: true, force: true });
  }

  async list(
    prefix: string,
  ): Promise<{ key: string; uploadId: string; startedAt: Date }[]> {
    const uploads = [];
    for (const uploadId of await readdir(this.folder)) {
      const facts = await this.#readFacts(uploadId);
      if (facts?.key.startsWith(prefix)) {
        const startedAt = new Date(facts.startedAt);
        uploads.push({ key: facts.key, uploadId, startedAt });
      }
    }
    return uploads.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async #listParts(uploadId: string): Promise<number[]> {
    try {
      const names = await readdir(this.#pathOf(uploadId));
      return names
        .filter(name => name.endsWith('.part'))
        .map(name => Number.parseInt(name, 10))
        .sort((a, b) => a - b);
    } catch (error) {
      throw hasCode(error, 'ENOENT') ? uploadNotFound() : error;
    }
  }

  async #readFacts(uploadId: string): Promise<UploadFacts | undefined> {
    if (!/^[0-9a-f]{32}$/.test(uploadId)) {
      return undefined;
    }
    try {
      const text = await readFile(join(this.#pathOf(uploadId), 'upload.json'));
      return JSON.parse(text.toString());
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    }
  }

  #pathOf(uploadId: string): string {
    return join(this.folder, uploadId);
  }
}

function partName(number: number): string {
  return `${String(number).padStart(5, '0')}.part`;
}
