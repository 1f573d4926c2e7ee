import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { StoredPart } from '../checkParts';
import type { PartDigest } from '../Storage';

/** What a file holds where those parts should lie, one after the other, and after them. */
export async function digestStoredParts(
  file: FileHandle,
  parts: PartDigest[],
): Promise<StoredPart[]> {
  const stored: StoredPart[] = [];
  let position = 0;
  for (const { number, sizeBytes } of parts) {
    const { md5, bytes } = await digestRange(file, position, sizeBytes);
    stored.push({ number, sizeBytes: bytes, md5 });
    position += bytes;
  }
  const { size } = await file.stat();
  if (size !== position) {
    stored.push({ number: parts.length + 1, sizeBytes: size - position });
  }
  return stored;
}

async function digestRange(
  file: FileHandle,
  start: number,
  sizeBytes: number,
): Promise<{ md5: string; bytes: number }> {
  const hash = createHash('md5');
  let bytes = 0;
  if (sizeBytes > 0) {
    const range = { start, end: start + sizeBytes - 1 };
    const source = file.createReadStream({ ...range, autoClose: false });
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  }
  return { md5: hash.digest('base64'), bytes };
}
