import path from 'node:path';
import { preflight, preflightOrThrow } from '../preflight/preflight.mjs';
import { extraFolders } from '../preflight/findBinary.mjs';
import { commands } from './commands.mjs';
import { ensureDependencies } from './ensureDependencies.mjs';
import { ensureTools } from './ensureTools.mjs';
import { describeMachine } from './machine.mjs';
import { withoutNpmScriptVariables } from './npm.mjs';
import { root, toolsDir } from './paths.mjs';
import { runMain } from './runMain.mjs';
import { withLock } from './setupLock.mjs';

/**
 * Preflight, toolchain and dependencies; then the command's TypeScript main with the project's Node.
 *
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runCommand(name, args) {
  const command = commands[name];
  const machine = describeMachine();
  const needed = command.needs(args);

  const tools = await withLock(path.join(toolsDir, 'setup.lock'), async () => {
    const missing = command.mayLack
      ? await preflight(needed, machine)
      : (await preflightOrThrow(needed, machine), []);
    const found = await ensureTools(machine);
    await ensureDependencies(found);
    return { ...found, missing };
  });

  return runMain({
    node: tools.node,
    main: path.join(root, command.main),
    args,
    env: {
      ...withoutNpmScriptVariables(process.env),
      PATH: searchPath(tools.binDir),
      SAFEPOINT_MISSING: JSON.stringify(tools.missing),
    },
  });
}

/**
 * The project's Node and Yarn first, PostgreSQL's own tools before Debian's wrappers.
 *
 * @param {string} binDir
 */
function searchPath(binDir) {
  const extra = extraFolders();
  const postgresql = extra.filter(folder => folder.includes('postgresql'));
  return [
    binDir,
    path.join(root, 'node_modules/.bin'),
    ...postgresql,
    process.env.PATH,
    ...extra.filter(folder => !postgresql.includes(folder)),
  ].join(path.delimiter);
}
