import { createHash, type Hash } from 'node:crypto';
import type { Manifest } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError, type ByteStream } from '@safepoint/engine';
import { checkSize } from './checkFile';
import type { ReadableStorage } from './ReadableStorage';

type Payload = Manifest['objects'][number]['payload'];

/** Compares a payload, part by part, as its bytes pass. */
class PartChecker {
  private index = 0;
  private seen = 0;
  private hash: Hash = createHash('sha256');
  readonly damaged: number[] = [];

  constructor(private readonly parts: Payload['parts']) {}

  update(chunk: Uint8Array): void {
    let position = 0;
    while (position < chunk.length && this.index < this.parts.length) {
      const part = this.parts[this.index];
      const take = Math.min(
        part.sizeBytes - this.seen,
        chunk.length - position,
      );
      this.hash.update(chunk.subarray(position, position + take));
      this.seen += take;
      position += take;
      if (this.seen === part.sizeBytes) this.endPart(part);
    }
  }

  private endPart(part: Payload['parts'][number]): void {
    if (this.hash.digest('hex') !== part.sha256) this.damaged.push(part.number);
    this.hash = createHash('sha256');
    this.seen = 0;
    this.index += 1;
  }
}

function changed(payload: Payload, damaged: number[]): SafepointError {
  const where =
    damaged.length === 0
      ? 'its parts are in another order or the manifest is wrong about them'
      : `part ${damaged.join(', ')} of ${payload.parts.length} ${
          damaged.length === 1 ? 'differs' : 'differ'
        }`;
  return new SafepointError({
    kind: 'object-corrupt',
    message: `${payload.key} was changed: ${where}. Use another recovery point, or an older version of the object where the storage keeps versions.`,
  });
}

/** Hands the payload's bytes through and throws at their end unless they are what the manifest says. */
async function* checkBytes(
  payload: Payload,
  stream: ByteStream,
): AsyncGenerator<Uint8Array> {
  const whole = createHash('sha256');
  const parts = new PartChecker(payload.parts);
  let sizeBytes = 0;
  for await (const chunk of stream) {
    whole.update(chunk);
    parts.update(chunk);
    sizeBytes += chunk.length;
    yield chunk;
  }
  checkSize('object', payload, sizeBytes);
  if (parts.damaged.length > 0 || whole.digest('hex') !== payload.sha256) {
    throw changed(payload, parts.damaged);
  }
}

/** A payload that is checked while it is read. Missing or of another size, it throws at once. */
export async function openCheckedPayload(
  storage: ReadableStorage,
  payload: Payload,
  signal: AbortSignal,
): Promise<ByteStream> {
  const { versionId } = payload;
  const info = await storage.statObject(payload.key, { versionId, signal });
  if (!info) {
    throw new SafepointError({
      kind: 'object-missing',
      message: `${storage.locationOf(
        payload.key,
      )} is missing. Somebody removed it, or the storage lost it.`,
    });
  }
  checkSize('object', payload, info.sizeBytes);
  const stream = await storage.openObject(payload.key, { versionId, signal });
  return checkBytes(payload, stream);
}
