// Bundles the agent into one file that a Node of the right version runs, with nothing installed, and says
// in dist/safepoint.cdx.json what is in it. A folder given as argument takes the place of dist.
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createSbom } from './build/createSbom.mjs';
import { findBundledPackages } from './build/findBundledPackages.mjs';
import { readLockedVersions } from './build/readLockedVersions.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dist = path.resolve(process.argv[2] ?? path.join(folder, 'dist'));
const outfile = path.join(dist, 'safepoint.cjs');
const sbomFile = path.join(dist, 'safepoint.cdx.json');

// Runs before anything else, so it must be understood by every Node that somebody may still have.
const versionCheck = `
var nodeVersion = process.versions.node.split('.').map(Number);
if (nodeVersion[0] < 22 || (nodeVersion[0] === 22 && nodeVersion[1] < 15)) {
  process.stderr.write('safepoint: this is Node ' + process.versions.node + ', but the agent needs Node 22.15 or newer. Use the image node:24, or install a newer Node in the job.\\n');
  process.exit(2);
}`.trim();

const { metafile } = await build({
  absWorkingDir: folder,
  metafile: true,
  entryPoints: [fileURLToPath(new URL('src/bin.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node22.15',
  format: 'cjs',
  // pg's optional native binding is not used.
  external: ['pg-native'],
  alias: { 'cross-fetch': path.join(folder, 'build/nativeFetch.mjs') },
  banner: { js: `#!/usr/bin/env node\n${versionCheck}` },
  legalComments: 'inline',
  logLevel: 'warning',
});
await chmod(outfile, 0o755);

const packages = await findBundledPackages(metafile, folder);
await writeFile(
  sbomFile,
  createSbom({
    product: JSON.parse(
      await readFile(path.join(folder, 'package.json'), 'utf8'),
    ),
    packages,
    locked: await readLockedVersions(path.join(folder, '../../yarn.lock')),
  }),
);

const { size } = await stat(outfile);
process.stdout.write(
  `${path.basename(dist)}/safepoint.cjs, ${(size / 1024 / 1024).toFixed(
    1,
  )} MiB, of ${packages.length} packages beside its own\n`,
);
