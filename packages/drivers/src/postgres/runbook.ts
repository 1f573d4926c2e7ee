import type { RunbookInput } from '@safepoint/engine';
import { formats } from './backup/formats';

const order: string[] = [formats.preData, formats.data, formats.postData];

/**
 * How a person restores with public tools only. A test executes the fenced block as it stands, so
 * change both together.
 */
export function writeRunbook({ objects, engine }: RunbookInput): string {
  // Definitions first, then rows, then indexes; one object alone is all of it.
  const names = [...objects]
    .sort((a, b) => order.indexOf(a.format) - order.indexOf(b.format))
    .map(({ name }) => name);
  const major = Number.parseInt(engine.version, 10);
  const extensions = (engine.extensions ?? []).filter(
    extension => extension.name !== 'plpgsql',
  );
  const needs = extensions.map(
    extension => `${extension.name} ${extension.version}`,
  );
  return `# Restore this recovery point by hand

This folder holds one PostgreSQL database (server version ${
    engine.version
  }). Nothing of Safepoint is
needed to restore it, only the escrow identity and public tools.

You need:

- this folder on your machine: ${names
    .map(name => `\`${name}.header\`, \`${name}.payload\``)
    .join(', ')};
- the escrow identity file (the private half of the escrow recipient, kept offline);
- \`age\`, \`zstd\` and the PostgreSQL client tools, version ${major} or newer (on Debian:
  \`apt-get install age zstd postgresql-client\`);
- a PostgreSQL server, version ${major} or newer${
    needs.length > 0 ? `, with the extensions ${needs.join(', ')}` : ''
  };
- a role on it that may make databases and is **no superuser**: a dump is code, and it runs as that role.

Connect by the usual variables (\`PGHOST\`, \`PGPORT\`, \`PGUSER\`, \`PGPASSWORD\`), change into this folder, set
the two variables and run:

\`\`\`sh
: "\${ESCROW_IDENTITY:?set it to the path of the escrow identity file}"
: "\${TARGET_DATABASE:?set it to the name of a new database}"
createdb --template=template0 --encoding=UTF8 --maintenance-db=postgres "$TARGET_DATABASE"
${names.map(restoreCommand).join('\n')}
\`\`\`

It is done when each command has ended without an error. Then:

- GRANTs were left out, because they name roles that the server may not have. Leave out \`--no-privileges\`
  where it has them.
- Run \`ANALYZE\` before you send traffic there.
- Settings by \`ALTER DATABASE … SET\`, connection limits and grants on the database itself are not part of a
  dump; set them again.
- Row counts and hashes of every table are in \`manifest.json\`; \`safepoint verify\` checks the stored bytes.
`;
}

function restoreCommand(name: string): string {
  return `cat ${name}.header ${name}.payload | age -d -i "$ESCROW_IDENTITY" | zstd -d | pg_restore --no-owner --no-privileges --exit-on-error -d "$TARGET_DATABASE"`;
}
