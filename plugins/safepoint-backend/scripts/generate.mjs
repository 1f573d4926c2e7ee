/**
 * Generates from openapi.yaml, the contract: the wire types that browser, backend and agent share, and
 * the document as a module, for the validation of requests. With `--check` it writes nothing and fails
 * if what is committed differs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { parse } from 'yaml';

const contract = new URL('../openapi.yaml', import.meta.url);
const typesFile = new URL(
  '../../safepoint-common/src/generated/openapi.ts',
  import.meta.url,
);
const documentFile = new URL('../src/generated/openapi.ts', import.meta.url);

const banner =
  '// Generated from plugins/safepoint-backend/openapi.yaml by `yarn workspace @safepoint/backstage-plugin-safepoint-backend generate`. Do not edit.\n';

async function formatted(file, source) {
  const path = fileURLToPath(file);
  const options = await prettier.resolveConfig(path);
  return prettier.format(banner + source, { ...options, filepath: path });
}

async function generateTypes(document) {
  const ast = await openapiTypescript(structuredClone(document), {
    alphabetize: false,
  });
  return formatted(typesFile, astToString(ast));
}

async function generateDocument(document) {
  return formatted(
    documentFile,
    `export const openapiDocument = ${JSON.stringify(document)} as const;\n`,
  );
}

async function isCurrent(file, content) {
  const committed = await readFile(file, 'utf8').catch(() => undefined);
  return committed === content;
}

const document = parse(await readFile(contract, 'utf8'));
const outputs = [
  [typesFile, await generateTypes(document)],
  [documentFile, await generateDocument(document)],
];

const stale = [];
for (const [file, content] of outputs) {
  if (await isCurrent(file, content)) continue;
  stale.push(relative(process.cwd(), fileURLToPath(file)));
  if (!process.argv.includes('--check')) {
    await writeFile(file, content);
  }
}

if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(
    `Not current with openapi.yaml: ${stale.join(
      ', ',
    )}. Run \`yarn workspace @safepoint/backstage-plugin-safepoint-backend generate\` and commit the result.\n`,
  );
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  process.stdout.write(
    stale.length > 0
      ? `Wrote ${stale.join(', ')}.\n`
      : 'Everything is current.\n',
  );
}
