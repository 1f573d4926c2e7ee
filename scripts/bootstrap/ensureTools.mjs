import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { chooseNode } from './chooseNode.mjs';
import { explainedError } from './explainedError.mjs';
import { npmCommand, withoutNpmScriptVariables } from './npm.mjs';
import { toolsDir } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { runTool } from './runTool.mjs';
import { versions } from './versions.mjs';

const binDir = path.join(toolsDir, 'bin');

/**
 * Makes sure of Node and Yarn and returns where they are.
 *
 * @param {import('./machine.mjs').Machine} machine
 * @returns {Promise<{ node: string, yarnScript: string, binDir: string }>}
 */
export async function ensureTools(machine) {
  const choice = chooseNode(machine);
  if (choice.use === 'none') throw explainedError(choice.reason);

  /** @type {Record<string, string>} */
  const wanted = { '@yarnpkg/cli-dist': versions.yarn };
  if (choice.use === 'private') wanted[choice.packageName] = choice.version;
  await installPackages(wanted);

  const node =
    choice.use === 'private'
      ? packagePath(choice.packageName, 'bin/node')
      : process.execPath;
  const yarnScript = packagePath('@yarnpkg/cli-dist', 'bin/yarn.js');
  await writeShims(node, yarnScript);
  return { node, yarnScript, binDir };
}

/** @param {Record<string, string>} wanted versions by package name */
async function installPackages(wanted) {
  const installed = await Promise.all(
    Object.entries(wanted).map(
      async ([name, version]) => (await installedVersion(name)) === version,
    ),
  );
  if (installed.every(Boolean)) return;

  const list = Object.entries(wanted).map(([name, v]) => `${name}@${v}`);
  const npm = npmCommand(process.env, process.execPath);
  await mkdir(toolsDir, { recursive: true });
  // All of them in one command: with --no-save npm removes what the command does not name.
  await withProgress(`fetching ${list.join(' and ')} into .tools`, () =>
    runTool(
      npm.file,
      [
        ...npm.args,
        'install',
        `--prefix=${toolsDir}`,
        '--no-save',
        '--no-package-lock',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        ...list,
      ],
      { cwd: toolsDir, env: withoutNpmScriptVariables(process.env) },
    ),
  );
}

/** @param {string} name */
async function installedVersion(name) {
  try {
    const text = await readFile(packagePath(name, 'package.json'), 'utf8');
    return JSON.parse(text).version;
  } catch {
    return undefined;
  }
}

/**
 * A `node` and a `yarn` for the PATH; child processes of scripts call both by name.
 *
 * @param {string} node
 * @param {string} yarnScript
 */
async function writeShims(node, yarnScript) {
  await mkdir(binDir, { recursive: true });
  const link = path.join(binDir, 'node');
  if (!(await isSame(link, node))) {
    await rm(link, { force: true });
    await symlink(node, link);
  }
  const shim = `#!/bin/sh\nexec '${quoted(node)}' '${quoted(
    yarnScript,
  )}' "$@"\n`;
  const file = path.join(binDir, 'yarn');
  if (!existsSync(file) || (await readFile(file, 'utf8')) !== shim) {
    await writeFile(file, shim);
    await chmod(file, 0o755);
  }
}

/**
 * @param {string} link
 * @param {string} target
 */
async function isSame(link, target) {
  const [a, b] = await Promise.all(
    [link, target].map(file => realpath(file).catch(() => undefined)),
  );
  return a !== undefined && a === b;
}

/**
 * For a single-quoted word of sh.
 *
 * @param {string} word
 */
function quoted(word) {
  return word.replaceAll("'", `'\\''`);
}

/**
 * @param {string} name
 * @param {string} file
 */
function packagePath(name, file) {
  return path.join(toolsDir, 'node_modules', name, file);
}
