import { randomUUID } from 'node:crypto';
import type { PartDigest, Storage } from '../../storage/Storage';
import { digestPart } from '../digestPart';
import { sendSigned } from './sendSigned';

// S3 takes no smaller part, but for the last one.
export const fullPartBytes = 5 * 1024 * 1024;

interface StartedUpload {
  key: string;
  uploadId: string;
  parts: PartDigest[];
  bodies: Buffer[];
}

/** The storage that a suite is about, and the prefix of the test that runs. */
export class StorageRoom {
  #storage?: Storage;
  folder = '';

  /** For the suite, before its first test. */
  enter(storage: Storage): void {
    this.#storage = storage;
  }

  /** For each test: a prefix of its own. */
  tidy(): void {
    this.folder = `contract/${randomUUID()}`;
  }

  get storage(): Storage {
    if (!this.#storage) throw new Error('The storage was not made.');
    return this.#storage;
  }

  async startUpload(key: string, bodies: Buffer[]): Promise<StartedUpload> {
    const { uploadId } = await this.storage.startUpload(key);
    const parts = bodies.map((body, index) => digestPart(index + 1, body));
    return { key, uploadId, parts, bodies };
  }

  async putParts(upload: StartedUpload): Promise<void> {
    for (const [index, part] of upload.parts.entries()) {
      const signed = await this.storage.signPart({
        ...upload,
        part,
        expiresInSeconds: 60,
      });
      const status = await sendSigned(signed, upload.bodies[index]);
      if (status !== 200) throw new Error(`Part ${part.number} got ${status}.`);
    }
  }
}
