// Bundles the agent into one file that a Node of the right version runs, with nothing installed.
import { chmod, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('dist/safepoint.cjs', import.meta.url));

// Runs before anything else, so it must be understood by every Node that somebody may still have.
const versionCheck = `
var nodeVersion = process.versions.node.split('.').map(Number);
if (nodeVersion[0] < 22 || (nodeVersion[0] === 22 && nodeVersion[1] < 15)) {
  process.stderr.write('safepoint: this is Node ' + process.versions.node + ', but the agent needs Node 22.15 or newer. Use the image node:24, or install a newer Node in the job.\\n');
  process.exit(2);
}`.trim();

await build({
  entryPoints: [fileURLToPath(new URL('src/bin.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node22.15',
  format: 'cjs',
  // pg's optional native binding is not used.
  external: ['pg-native'],
  banner: { js: `#!/usr/bin/env node\n${versionCheck}` },
  legalComments: 'inline',
  logLevel: 'warning',
});
await chmod(outfile, 0o755);

const { size } = await stat(outfile);
process.stdout.write(
  `dist/safepoint.cjs, ${(size / 1024 / 1024).toFixed(1)} MiB\n`,
);
