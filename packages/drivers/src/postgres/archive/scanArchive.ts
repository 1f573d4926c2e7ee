import { Transform } from 'node:stream';
import { ArchiveScanner, type ScannedArchive } from './ArchiveScanner';

/**
 * A stage that hands an archive through untouched and reads it on the way. It fails the
 * stream when it does not understand what passes, and ends only after `mayEnd` has resolved: the tool
 * that writes the archive must have ended well.
 */
export function scanArchive(mayEnd: () => Promise<void>): {
  stage: Transform;
  archive: () => ScannedArchive;
} {
  const scanner = new ArchiveScanner();
  let archive: ScannedArchive | undefined;
  const stage = new Transform({
    // A chunk stays what it is: in binary mode, waiting ones would be joined to a new one.
    objectMode: true,
    highWaterMark: 1,
    transform(chunk: Buffer, _encoding, callback) {
      try {
        scanner.push(chunk);
        callback(null, chunk);
      } catch (error) {
        callback(error as Error);
      }
    },
    flush(callback) {
      mayEnd()
        .then(() => {
          archive = scanner.finish();
          callback();
        })
        .catch(callback);
    },
  });
  return {
    stage,
    archive: () => {
      if (!archive) throw new Error('The archive has not ended yet.');
      return archive;
    },
  };
}
