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
  const nowhere = new Writable({
    highWaterMark: 1024 * 1024,
    write: (_chunk, _encoding, callback) => callback(),
  });
  await pipeline(backup.streams[0].stream, nowhere, { signal: context.signal });
  const { fingerprint } = await backup.finished;
  return { fingerprint, engine: backup.start.engine };
}
