import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The manifests of the packages that a bundle holds code of, by esbuild's metafile; each version once, in
 * the order of their names. The product's own workspaces are left out.
 */
export async function findBundledPackages(metafile, folder) {
  const output = Object.values(metafile.outputs)[0];
  const folders = new Set(
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => packageFolder(path.resolve(folder, input)))
      .filter(Boolean),
  );
  const manifests = await Promise.all(
    [...folders].map(async found =>
      JSON.parse(await readFile(path.join(found, 'package.json'), 'utf8')),
    ),
  );
  const byName = new Map(
    manifests.map(manifest => [
      `${manifest.name}@${manifest.version}`,
      manifest,
    ]),
  );
  return [...byName.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, manifest]) => manifest);
}

/** `…/node_modules/name` or `…/node_modules/@scope/name`. */
function packageFolder(file) {
  const match =
    /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  return match?.[1];
}
