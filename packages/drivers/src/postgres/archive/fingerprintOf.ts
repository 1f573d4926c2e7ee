import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { ScannedArchive } from './ArchiveScanner';
import { hashSchema } from './hashSchema';

/** Names what the hashes mean; a change of the scanner that changes a hash changes this. */
export const FINGERPRINT_ALGORITHM = 'pg-copy-murmur3x64-sum-1';

/**
 * The fingerprint of a database that was dumped as one archive, or as several that share it out. The same
 * database gives the same one either way.
 */
export function fingerprintOf(archives: ScannedArchive[]): Fingerprint {
  refuseSharedTables(archives);
  const tables = archives
    .flatMap(archive => archive.tables)
    .sort((a, b) => compareNames(a.name, b.name));
  return {
    algorithm: FINGERPRINT_ALGORITHM,
    schemaSha256: hashSchema(archives.flatMap(({ entries }) => entries)),
    tables,
  };
}

function refuseSharedTables(archives: ScannedArchive[]): void {
  const seen = new Set<string>();
  for (const { tables } of archives) {
    const names = new Set(tables.map(({ name }) => name));
    for (const name of names) {
      if (seen.has(name)) {
        throw new SafepointError({
          kind: 'dump-not-understood',
          message: `Two of the archives that pg_dump wrote have data of ${name}.`,
        });
      }
      seen.add(name);
    }
  }
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
