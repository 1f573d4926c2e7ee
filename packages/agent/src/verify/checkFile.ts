import { createHash } from 'node:crypto';
import type { StoredFile } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { ReadableStorage } from './ReadableStorage';

function problem(kind: string, message: string): SafepointError {
  return new SafepointError({ kind, message });
}

/** Throws `<noun>-missing`, `<noun>-truncated` or `<noun>-corrupt`; gives back the bytes of a small file. */
export async function readCheckedFile(
  storage: ReadableStorage,
  noun: 'object' | 'runbook',
  file: StoredFile,
): Promise<Buffer> {
  const bytes = await storage.readObject(file.key, {
    versionId: file.versionId,
  });
  if (!bytes) throw problem(`${noun}-missing`, `${file.key} is missing.`);
  checkSize(noun, file, bytes.length);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== file.sha256) {
    throw problem(
      `${noun}-corrupt`,
      `${file.key} was changed: its SHA-256 is ${sha256}, the manifest says ${file.sha256}.`,
    );
  }
  return bytes;
}

/** Throws unless a file has the size that the manifest says. */
export function checkSize(
  noun: 'object' | 'runbook',
  file: StoredFile,
  sizeBytes: number,
): void {
  if (sizeBytes === file.sizeBytes) return;
  const shorter = sizeBytes < file.sizeBytes;
  throw problem(
    `${noun}-${shorter ? 'truncated' : 'corrupt'}`,
    `${file.key} has ${sizeBytes} bytes, the manifest says ${
      file.sizeBytes
    }: it ${shorter ? 'was cut off' : 'is longer than what was written'}.`,
  );
}
