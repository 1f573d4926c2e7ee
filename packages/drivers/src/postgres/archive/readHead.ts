import type { Readable } from 'node:stream';
import { SafepointError } from '@safepoint/engine';
import { ByteReader } from './ByteReader';
import { readArchiveHead, type ArchiveHead } from './readArchiveHead';

/** Reads an archive's table of contents and puts what was read back into the stream. */
export async function readHead(
  stream: Readable,
  signal: AbortSignal,
): Promise<ArchiveHead> {
  const reader = new ByteReader();
  const head = readArchiveHead(reader);
  const taken: Buffer[] = [];
  for (;;) {
    const chunk = await nextChunk(stream, signal);
    if (!chunk) {
      throw new SafepointError({
        kind: 'dump-not-understood',
        message:
          'The stored dump ends within its table of contents; it cannot be restored.',
      });
    }
    taken.push(chunk);
    reader.append(chunk);
    const step = head.next();
    if (step.done) {
      stream.unshift(Buffer.concat(taken));
      return step.value;
    }
  }
}

/** The next chunk, undefined at the end. Rejects with the stream's own error. */
function nextChunk(
  stream: Readable,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    if (stream.errored) {
      reject(stream.errored);
      return;
    }
    const settle = (action: () => void) => {
      stream.off('readable', onReadable);
      stream.off('end', onEnd);
      stream.off('error', onError);
      stream.off('close', onEnd);
      signal.removeEventListener('abort', onAbort);
      action();
    };
    const onReadable = () => {
      const chunk: Buffer | null = stream.read();
      if (chunk !== null) settle(() => resolve(chunk));
    };
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: Error) => settle(() => reject(error));
    const onAbort = () => settle(() => reject(signal.reason));
    stream.on('readable', onReadable);
    stream.on('end', onEnd);
    stream.on('close', onEnd);
    stream.on('error', onError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else onReadable();
  });
}
