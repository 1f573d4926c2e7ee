import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import { ArchiveDataScanner } from './ArchiveDataScanner';
import { ByteReader } from './ByteReader';
import { formatTableName } from './formatTableName';
import {
  readArchiveHead,
  type ArchiveEntry,
  type ArchiveHead,
} from './readArchiveHead';

/** What has passed in one archive. */
export interface ScannedArchive {
  entries: ArchiveEntry[];
  /** Those with rows of their own, and large objects as one. */
  tables: Fingerprint['tables'];
}

const LARGE_OBJECTS = 'pg_catalog.pg_largeobject';

/** Reads a `pg_dump -Fc -Z0` archive that is pushed through in pieces. */
export class ArchiveScanner {
  /** Known as soon as the table of contents has passed. */
  head?: ArchiveHead;
  private readonly reader = new ByteReader();
  private readonly headReader = readArchiveHead(this.reader);
  private readonly data = new ArchiveDataScanner();

  push(chunk: Buffer): void {
    if (this.head) {
      this.data.push(chunk);
      return;
    }
    this.reader.append(chunk);
    const step = this.headReader.next();
    if (!step.done) return;
    this.head = step.value;
    this.data.push(this.reader.rest());
  }

  /** Throws unless the archive is whole and every table's data has passed. */
  finish(): ScannedArchive {
    if (!this.head) {
      throw new SafepointError({
        kind: 'dump-not-understood',
        message: 'The output of pg_dump ended within its table of contents.',
      });
    }
    this.data.finish();
    const { entries } = this.head;
    return { entries, tables: this.tables(entries) };
  }

  private tables(entries: ArchiveEntry[]): Fingerprint['tables'] {
    const tables: Fingerprint['tables'] = [];
    const unknown = new Set(this.data.sums.keys());
    for (const entry of entries.filter(({ hasData }) => hasData)) {
      const sum = this.data.sums.get(entry.dumpId);
      if (!sum) throw lostData(entry);
      unknown.delete(entry.dumpId);
      tables.push({
        name: nameOf(entry),
        rows: sum.rows,
        hash: sum.hash,
        bytes: sum.bytes,
      });
    }
    if (unknown.size > 0) {
      throw new SafepointError({
        kind: 'dump-not-understood',
        message:
          'The output of pg_dump has data that its table of contents does not name.',
      });
    }
    return tables;
  }
}

function nameOf(entry: ArchiveEntry): string {
  if (entry.description === 'TABLE DATA') {
    return formatTableName(entry.namespace, entry.tag);
  }
  if (entry.description === 'BLOBS') return LARGE_OBJECTS;
  throw new SafepointError({
    kind: 'dump-not-understood',
    message: `The output of pg_dump has data of a kind that is not known: ${entry.description}.`,
  });
}

function lostData(entry: ArchiveEntry): SafepointError {
  return new SafepointError({
    kind: 'dump-not-understood',
    message: `The output of pg_dump ended before the data of ${nameOf(entry)}.`,
  });
}
