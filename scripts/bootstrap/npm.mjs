import path from 'node:path';

/**
 * How to start the npm that started us, or the one on the PATH when this runs without npm.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} execPath the Node that runs this
 * @returns {{ file: string, args: string[] }}
 */
export function npmCommand(env, execPath) {
  const started = env.npm_execpath;
  return started && path.basename(started) === 'npm-cli.js'
    ? { file: execPath, args: [started] }
    : { file: 'npm', args: [] };
}

/**
 * The environment without what `npm run` adds for its script: it would tell a nested npm that it works for the root.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmScriptVariables(env) {
  const added =
    /^npm_(package_|lifecycle_|config_(local_prefix|global_prefix|prefix|node_gyp|init_module|user_agent|npm_version|noproxy)$|command$|execpath$|node_execpath$)/;
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !added.test(key)),
  );
}
