import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  EngineFacts,
  Fingerprint,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { DriverContext } from '@safepoint/engine';
import { backUp } from './backUp';

/** Dumps through the scanner of a backup, to nowhere. */
export async function takeFingerprint(
  context: DriverContext,
): Promise<{ fingerprint: Fingerprint; engine: EngineFacts }> {
  const backup = await backUp(context);
  const { signal } = context;
  const [finished] = await Promise.allSettled([
    backup.finished,
    ...backup.streams.map(({ stream }) =>
      pipeline(stream, nowhere(), { signal }),
    ),
  ]);
  signal.throwIfAborted();
  if (finished.status === 'rejected') throw finished.reason;
  return {
    fingerprint: finished.value.fingerprint,
    engine: backup.start.engine,
  };
}

function nowhere(): Writable {
  return new Writable({
    highWaterMark: 1024 * 1024,
    write: (_chunk, _encoding, callback) => callback(),
  });
}
