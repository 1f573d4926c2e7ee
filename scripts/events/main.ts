import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderEventFiles } from './eventFiles';

/** Writes what is published of the events; `eventFiles.test.ts` fails where it is not current. */
async function main() {
  for (const [file, content] of await renderEventFiles()) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
