import { SafepointError } from '@safepoint/engine';
import type { PostgresTool } from './PostgresTool';

/** `PostgreSQL 15.18 (Debian …)` or `pg_dump (PostgreSQL) 15.18 (Debian …)`. */
export function parseToolVersion(
  path: string,
  output: string,
): PostgresTool | undefined {
  const match = /\(PostgreSQL\) ((\d+)(?:\.\d+|devel|beta\d+|rc\d+)?.*)/.exec(
    output,
  );
  return match
    ? { path, version: match[1].trim(), major: Number(match[2]) }
    : undefined;
}

/** The first tool that can speak to the server; the order of `found` is the order of preference. */
export function chooseTool(
  name: string,
  found: PostgresTool[],
  needed: { major: number; because: string },
): PostgresTool {
  const good = found.find(({ major }) => major >= needed.major);
  if (good) return good;
  const install = `Install the client tools, on Debian: apt-get install postgresql-client-${needed.major}`;
  if (found.length === 0) {
    throw new SafepointError({
      kind: 'tool-missing',
      message: `${name} was not found. ${install}`,
    });
  }
  const newest = found.reduce((a, b) => (b.major > a.major ? b : a));
  throw new SafepointError({
    kind: 'tool-too-old',
    message: `${name} is version ${newest.version} (${newest.path}), but ${needed.because}; it needs version ${needed.major} or newer. ${install} (from https://apt.postgresql.org if your release has no such package).`,
  });
}
