const PLAIN = /^[a-z_][a-z0-9_$]*$/;

function quote(identifier: string): string {
  return PLAIN.test(identifier)
    ? identifier
    : `"${identifier.replaceAll('"', '""')}"`;
}

/** `schema.table`, each part quoted where SQL would need it. */
export function formatTableName(schema: string, table: string): string {
  return `${quote(schema)}.${quote(table)}`;
}
