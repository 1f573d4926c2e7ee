import type { DraftObject } from '@safepoint/backstage-plugin-safepoint-common';
import type { Backup, DumpStream } from '@safepoint/engine';

/** What one stream may hold in memory. */
export interface UploadShare {
  maxPartsInFlight: number;
  framesAtOnce: number;
}

/** Several streams together need about as much memory as one alone. */
function shareOut(maxPartsInFlight: number, streams: number): UploadShare {
  return {
    maxPartsInFlight: Math.max(1, Math.floor(maxPartsInFlight / streams)),
    framesAtOnce: streams > 1 ? 1 : 2,
  };
}

/** Uploads every stream; the backup's own reason comes before what it did to its streams. */
export async function uploadStreams(
  backup: Backup,
  maxPartsInFlight: number,
  upload: (dump: DumpStream, share: UploadShare) => Promise<DraftObject>,
): Promise<DraftObject[]> {
  const { streams } = backup;
  const share = shareOut(maxPartsInFlight, streams.length);
  const objects = Promise.all(streams.map(dump => upload(dump, share)));
  // A dump whose reader has given up must not wait for it.
  objects.catch(() => streams.forEach(({ stream }) => stream.destroy()));
  const [dumped, uploaded] = await Promise.allSettled([
    backup.finished,
    objects,
  ]);
  if (dumped.status === 'rejected' && isOwnReason(dumped.reason))
    throw dumped.reason;
  if (uploaded.status === 'rejected') throw uploaded.reason;
  if (dumped.status === 'rejected') throw dumped.reason;
  return uploaded.value;
}

/** A dump that was cut off by its reader says only that. */
function isOwnReason(error: unknown): boolean {
  return (error as { name?: string }).name === 'SafepointError';
}
