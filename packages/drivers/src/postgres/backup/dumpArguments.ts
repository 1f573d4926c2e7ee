import { escapeIdentifier } from 'pg';
import type { SizedTable } from './planStreams';

/** Everything of one database, uncompressed, to the standard output. */
export function dumpArguments(options: {
  snapshot?: string;
  lockTimeoutSeconds: number;
}): string[] {
  return [
    '--format=custom',
    '--compress=0',
    '--no-password',
    '--encoding=UTF8',
    // A restored copy must not start to subscribe.
    '--no-subscriptions',
    `--lock-wait-timeout=${options.lockTimeoutSeconds * 1000}`,
    ...(options.snapshot ? [`--snapshot=${options.snapshot}`] : []),
  ];
}

/** Only the rows of these tables. */
export function onlyTables(tables: SizedTable[]): string[] {
  return [
    '--section=data',
    // A table that pg_dump does not find would be missing without a word.
    '--strict-names',
    ...tables.map(table => `--table=${patternOf(table)}`),
  ];
}

/** All rows but those of these tables; sequences and large objects, too. */
export function withoutTables(tables: SizedTable[]): string[] {
  return [
    '--section=data',
    ...tables.map(table => `--exclude-table=${patternOf(table)}`),
  ];
}

/** In a pattern of pg_dump all that is quoted stands for itself. */
function patternOf({ schema, name }: SizedTable): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}
