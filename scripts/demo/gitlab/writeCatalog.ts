import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../../bootstrap/paths.mjs';

const source = path.join(root, 'test/fixtures/demo/catalog.yaml');
const owned = ['orders', 'orders-db'];

/** Writes the demo's catalog with the id of the project that deploys the service and saves its data. */
export async function writeCatalog(
  file: string,
  projectId: number,
): Promise<void> {
  const documents = parseAllDocuments(await readFile(source, 'utf8'));
  for (const document of documents) {
    if (owned.includes(String(document.getIn(['metadata', 'name'])))) {
      document.setIn(
        ['metadata', 'annotations', 'gitlab.com/project-id'],
        String(projectId),
      );
    }
  }
  await writeFile(file, documents.map(String).join(''));
}
