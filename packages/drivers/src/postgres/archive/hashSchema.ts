import { createHash } from 'node:crypto';
import type { ArchiveEntry } from './readArchiveHead';

/**
 * What is not the shape of the data: rows, values of sequences, settings of the dump itself, and who
 * may do what. A restore by another owner leaves privileges out, and must still compare equal.
 */
const NOT_SHAPE = new Set([
  'TABLE DATA',
  'SEQUENCE SET',
  'BLOB',
  'BLOBS',
  'BLOB METADATA',
  'BLOB COMMENTS',
  'STATISTICS DATA',
  'ENCODING',
  'STDSTRINGS',
  'SEARCHPATH',
  'ACL',
  'ACL LANGUAGE',
  'DEFAULT ACL',
  'DATABASE',
  'DATABASE PROPERTIES',
]);

function isShape(entry: ArchiveEntry): boolean {
  if (NOT_SHAPE.has(entry.description)) return false;
  // Comments and labels of large objects and extensions belong to whoever made those.
  return !(
    ['COMMENT', 'SECURITY LABEL'].includes(entry.description) &&
    /^(LARGE OBJECT|EXTENSION|DATABASE) /.test(entry.tag)
  );
}

/** SHA-256 of all definitions, whatever their order, numbers or owners. */
export function hashSchema(entries: ArchiveEntry[]): string {
  const definitions = entries
    .filter(isShape)
    .map(entry =>
      JSON.stringify([
        entry.description,
        entry.namespace,
        entry.tag,
        entry.accessMethod,
        entry.definition,
      ]),
    )
    .sort();
  const hash = createHash('sha256');
  for (const definition of definitions) hash.update(`${definition}\n`);
  return hash.digest('hex');
}
