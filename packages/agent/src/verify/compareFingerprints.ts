import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';

type Table = Fingerprint['tables'][number];

function describe(
  expected: Table,
  actual: Table | undefined,
): string | undefined {
  const { name } = expected;
  if (!actual) return `${name} is missing`;
  if (actual.rows !== expected.rows) {
    return `${name} has ${actual.rows} rows, not ${expected.rows}`;
  }
  return actual.hash === expected.hash
    ? undefined
    : `the rows of ${name} differ`;
}

/** What differs between two fingerprints, in words; empty if they are equal. */
export function compareFingerprints(
  expected: Fingerprint,
  actual: Fingerprint,
): string[] {
  if (expected.algorithm !== actual.algorithm) {
    return [
      `the fingerprints are of different algorithms (${expected.algorithm}, ${actual.algorithm}) and cannot be compared; use the agent version that made the recovery point`,
    ];
  }
  const found = new Map(actual.tables.map(table => [table.name, table]));
  const known = new Set(expected.tables.map(({ name }) => name));
  return [
    ...expected.tables.map(table => describe(table, found.get(table.name))),
    ...actual.tables
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => `${name} is not in the recovery point`),
    expected.schemaSha256 === actual.schemaSha256
      ? undefined
      : 'the schema differs',
  ].filter((difference): difference is string => difference !== undefined);
}
