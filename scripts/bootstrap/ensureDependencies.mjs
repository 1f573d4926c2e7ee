import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyStamp } from './dependencyStamp.mjs';
import { explainedError } from './explainedError.mjs';
import { npmCommand, withoutNpmScriptVariables } from './npm.mjs';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { runTool } from './runTool.mjs';
import { yarnEnvironment } from './yarnEnvironment.mjs';

// Inside node_modules, so that whoever deletes the folder deletes the claim that it is complete.
const stampFile = path.join(root, 'node_modules/.safepoint-install');

/**
 * Runs `yarn install --immutable` if what is installed is not what the lock file and the packages say.
 *
 * @param {{ node: string, yarnScript: string }} tools
 */
export async function ensureDependencies({ node, yarnScript }) {
  const stamp = dependencyStamp(root);
  const installed = await readFile(stampFile, 'utf8').catch(() => undefined);
  if (installed === stamp) return;

  const env = yarnEnvironment(
    withoutNpmScriptVariables(process.env),
    await npmSettings(),
  );
  await withProgress('installing dependencies (about a minute)', () =>
    runTool(node, [yarnScript, 'install', '--immutable'], {
      cwd: root,
      env,
    }).catch(error => {
      const hint = /YN0028/.test(error.message)
        ? '\nyarn.lock does not match the package.json files: run `.tools/bin/yarn install` and commit yarn.lock.'
        : '';
      throw explainedError(`${error.message}${hint}`);
    }),
  );
  await writeFile(stampFile, stamp);
}

/** Npm's own settings, read where npm reads them. */
async function npmSettings() {
  const npm = npmCommand(process.env, process.execPath);
  const read = /** @param {string} name */ async name =>
    (
      await runTool(npm.file, [...npm.args, 'config', 'get', name], {
        cwd: root,
        env: withoutNpmScriptVariables(process.env),
      }).catch(() => '')
    ).trim();
  const [registry, cafile] = await Promise.all([
    read('registry'),
    read('cafile'),
  ]);
  return { registry, cafile };
}
