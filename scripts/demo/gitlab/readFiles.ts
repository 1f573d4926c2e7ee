import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../bootstrap/paths.mjs';

/** Stands in the templates for the portal's address. */
const placeholder = 'https://portal.example.com';

/** The text of all files below a folder of the repository, by path, with the portal's address put in. */
export function readFiles(
  folder: string,
  portalUrl: string,
): Record<string, string> {
  const base = path.join(root, folder);
  const files = readdirSync(base, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map(file => [
      path.relative(base, file),
      readFileSync(file, 'utf8').replaceAll(placeholder, portalUrl),
    ]),
  );
}

/** A migration that the demo deploys beside the service's own. */
export function readMigration(name: 'good' | 'failing' | 'silent'): string {
  return readFileSync(
    path.join(root, `test/fixtures/demo/deployments/${name}.sql`),
    'utf8',
  );
}
