import { SafepointError } from '@safepoint/engine';
import type { ByteReader } from './ByteReader';

/** One entry of an archive's table of contents. */
export interface ArchiveEntry {
  dumpId: number;
  hasData: boolean;
  /** What it is: `TABLE`, `TABLE DATA`, `COMMENT`, … */
  description: string;
  tag: string;
  namespace: string;
  definition: string;
  accessMethod: string;
}

export interface ArchiveHead {
  /** Version of the archive format, e.g. 1.14. */
  formatVersion: string;
  serverVersion: string;
  toolVersion: string;
  entries: ArchiveEntry[];
}

const COMPRESSION_ALGORITHM_SINCE = 15;
const RELATION_KIND_SINCE = 16;
const CUSTOM_FORMAT = 1;

function notUnderstood(message: string): SafepointError {
  return new SafepointError({
    kind: 'dump-not-understood',
    message: `The output of pg_dump cannot be read: ${message} Use pg_dump 12 to 18.`,
  });
}

function* readFormat(
  reader: ByteReader,
): Generator<void, { minor: number; revision: number; offsetSize: number }> {
  const magic = (yield* reader.bytes(5)).toString('latin1');
  if (magic !== 'PGDMP') {
    throw notUnderstood('it does not begin with the magic of an archive.');
  }
  const [major, minor, revision, intSize, offsetSize, format] =
    yield* reader.bytes(6);
  if (major !== 1 || minor < 14 || minor > 16) {
    throw notUnderstood(`archive format ${major}.${minor} is unknown.`);
  }
  if (intSize !== 4 || offsetSize > 8 || format !== CUSTOM_FORMAT) {
    throw notUnderstood('its integers or its format are unusual.');
  }
  return { minor, revision, offsetSize };
}

function* refuseCompression(
  reader: ByteReader,
  minor: number,
): Generator<void, void> {
  const compression =
    minor >= COMPRESSION_ALGORITHM_SINCE
      ? yield* reader.byte()
      : yield* reader.integer();
  if (compression !== 0) {
    throw notUnderstood('its data is compressed; it must be made with -Z0.');
  }
}

function* readEntry(
  reader: ByteReader,
  format: { minor: number; offsetSize: number },
): Generator<void, ArchiveEntry> {
  const dumpId = yield* reader.integer();
  const hasData = (yield* reader.integer()) !== 0;
  yield* reader.text(); // oid of the catalog table
  yield* reader.text(); // oid of the object
  const tag = (yield* reader.text()) ?? '';
  const description = (yield* reader.text()) ?? '';
  yield* reader.integer(); // section
  const definition = (yield* reader.text()) ?? '';
  yield* reader.text(); // DROP statement
  yield* reader.text(); // COPY statement
  const namespace = (yield* reader.text()) ?? '';
  yield* reader.text(); // tablespace
  const accessMethod = (yield* reader.text()) ?? '';
  if (format.minor >= RELATION_KIND_SINCE) yield* reader.integer();
  yield* reader.text(); // owner
  yield* reader.text(); // WITH OIDS, always false
  while ((yield* reader.text()) !== undefined); // dependencies
  yield* reader.bytes(1 + format.offsetSize); // where the data lies: unknown in a pipe
  return {
    dumpId,
    hasData,
    description,
    tag,
    namespace,
    definition,
    accessMethod,
  };
}

/**
 * Reads header and table of contents of a custom-format archive (`WriteHead` and `WriteToc` in
 * PostgreSQL's pg_backup_archiver.c): formats 1.14 (pg_dump 12 to 15), 1.15 (16) and 1.16 (17, 18).
 */
export function* readArchiveHead(
  reader: ByteReader,
): Generator<void, ArchiveHead, void> {
  const format = yield* readFormat(reader);
  yield* refuseCompression(reader, format.minor);
  for (let field = 0; field < 7; field++) yield* reader.integer(); // creation time
  yield* reader.text(); // database name
  const serverVersion = (yield* reader.text()) ?? '';
  const toolVersion = (yield* reader.text()) ?? '';
  const count = yield* reader.integer();
  const entries: ArchiveEntry[] = [];
  for (let index = 0; index < count; index++) {
    entries.push(yield* readEntry(reader, format));
  }
  return {
    formatVersion: `1.${format.minor}`,
    serverVersion,
    toolVersion,
    entries,
  };
}
