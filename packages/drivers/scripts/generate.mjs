// Assembles the WebAssembly of the row scanner into a TypeScript file; with --check only compares.
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import loadWabt from 'wabt';

const folder = new URL('../src/postgres/archive/rows/', import.meta.url);
const source = new URL('rows.wat', folder);
const target = fileURLToPath(new URL('rowsModule.ts', folder));

async function assemble() {
  const wabt = await loadWabt();
  const module = wabt.parseWat('rows.wat', await readFile(source, 'utf8'));
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString('base64');
}

async function format(text) {
  const options = await prettier.resolveConfig(target);
  return prettier.format(text, { ...options, filepath: target });
}

const generated =
  await format(`// Generated from rows.wat by \`yarn workspace @safepoint/drivers generate\`. Do not edit.

/** WebAssembly in base64. */
export const rowsModule = '${await assemble()}';
`);

const name = relative(process.cwd(), target);
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== generated) {
    console.error(
      `${name} is not what rows.wat says. Run: yarn workspace @safepoint/drivers generate`,
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(target, generated);
  console.log(`Wrote ${name}.`);
}
