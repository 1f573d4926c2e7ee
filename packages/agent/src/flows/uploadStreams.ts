import type { DraftObject } from '@safepoint/backstage-plugin-safepoint-common';
import type { Backup, DumpStream } from '@safepoint/engine';

/** Uploads every stream; the backup's own reason comes before what it did to its streams. */
export async function uploadStreams(
  backup: Backup,
  upload: (dump: DumpStream) => Promise<DraftObject>,
): Promise<DraftObject[]> {
  const objects = Promise.all(backup.streams.map(upload));
  // A dump whose reader has given up must not wait for it.
  objects.catch(() => backup.streams.forEach(({ stream }) => stream.destroy()));
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
