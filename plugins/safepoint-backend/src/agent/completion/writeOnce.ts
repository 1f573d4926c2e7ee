import { createHash } from 'node:crypto';
import type { StoredFile } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError, type Storage } from '@safepoint/engine';

/**
 * Create a small object, or find that a former attempt has created the same. An object of that name with
 * other content is somebody else's and is never accepted.
 */
export async function writeOnce(
  storage: Storage,
  key: string,
  body: Uint8Array,
  contentType: string,
): Promise<StoredFile> {
  const created = await storage.createObject(key, body, { contentType });
  let { versionId } = created;
  if (created.outcome === 'exists') {
    const stored = await storage.readObject(key, { versionId });
    if (!stored?.equals(body)) {
      throw new SafepointError({
        kind: 'object-exists',
        message: `Storage holds another ${key} already. Somebody else has written into the folder of this recovery point; find out who before taking the next one.`,
      });
    }
    versionId ??= (await storage.statObject(key))?.versionId;
  }
  return {
    key,
    sizeBytes: body.byteLength,
    sha256: createHash('sha256').update(body).digest('hex'),
    ...(versionId && { versionId }),
  };
}
