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
    const done = new AbortController();
    const settle = (action: () => void) => {
      done.abort();
      action();
    };
    const read = () => {
      const chunk: Buffer | null = stream.read();
      if (chunk !== null) settle(() => resolve(chunk));
    };
    const listeners: [string, (value?: unknown) => void][] = [
      ['readable', read],
      ['end', () => settle(() => resolve(undefined))],
      ['close', () => settle(() => resolve(undefined))],
      ['error', error => settle(() => reject(error))],
    ];
    const onAbort = () => settle(() => reject(signal.reason));
    done.signal.addEventListener('abort', () => {
      listeners.forEach(([event, listener]) => stream.off(event, listener));
      signal.removeEventListener('abort', onAbort);
    });
    listeners.forEach(([event, listener]) => stream.on(event, listener));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else read();
  });
}
