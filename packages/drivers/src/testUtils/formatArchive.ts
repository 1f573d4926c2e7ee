/** A table of a made-up archive. */
export interface ArchiveTable {
  schema: string;
  name: string;
  rows: string[];
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = value < 0 ? 1 : 0;
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
}

function text(value: string | undefined): Buffer {
  return value === undefined
    ? integer(-1)
    : Buffer.concat([integer(Buffer.byteLength(value)), Buffer.from(value)]);
}

function entry(
  minor: number,
  fields: {
    dumpId: number;
    hasData: boolean;
    description: string;
    schema: string;
    tag: string;
    definition: string;
  },
): Buffer {
  return Buffer.concat([
    integer(fields.dumpId),
    integer(fields.hasData ? 1 : 0),
    ...[
      text('1259'),
      text('16384'),
      text(fields.tag),
      text(fields.description),
    ],
    integer(3),
    ...[
      text(fields.definition),
      text(''),
      text(undefined),
      text(fields.schema),
    ],
    ...[text(undefined), text('heap')],
    ...(minor >= 16 ? [integer(114)] : []),
    ...[text('owner'), text('false'), text('7'), text(undefined)],
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
}

function dataBlock(
  dumpId: number,
  rows: string[],
  rowsPerChunk: number,
): Buffer {
  const lines = [...rows.map(row => `${row}\n`), '\\.\n\n\n'];
  const chunks: Buffer[] = [];
  for (let at = 0; at < lines.length; at += rowsPerChunk) {
    chunks.push(text(lines.slice(at, at + rowsPerChunk).join('')));
  }
  return Buffer.concat([
    Buffer.from([1]),
    integer(dumpId),
    ...chunks,
    integer(0),
  ]);
}

/** Writes an archive as pg_dump does, of any format version; for tests of the scanner. */
export function formatArchive(
  tables: ArchiveTable[],
  options: { minor?: number; rowsPerChunk?: number; compression?: number } = {},
): Buffer {
  const { minor = 14, rowsPerChunk = 1, compression = 0 } = options;
  const entries = tables.flatMap(({ schema, name }, index) => {
    const fields = { schema, tag: name, dumpId: 2 * index + 1 };
    const definition = `CREATE TABLE ${schema}.${name} ();`;
    return [
      entry(minor, {
        ...fields,
        hasData: false,
        description: 'TABLE',
        definition,
      }),
      entry(minor, {
        ...fields,
        dumpId: fields.dumpId + 1,
        hasData: true,
        description: 'TABLE DATA',
        definition: '',
      }),
    ];
  });
  return Buffer.concat([
    Buffer.from('PGDMP'),
    Buffer.from([1, minor, 0, 4, 8, 1]),
    minor >= 15 ? Buffer.from([compression]) : integer(compression),
    ...Array.from({ length: 7 }, () => integer(1)),
    ...[text('database'), text('15.18'), text('15.18')],
    integer(entries.length),
    ...entries,
    ...tables.map(({ rows }, index) =>
      dataBlock(2 * index + 2, rows, rowsPerChunk),
    ),
  ]);
}
