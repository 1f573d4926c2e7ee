/**
 * Yarn does not read npm's settings: a mirror or a private authority that is configured for npm is handed on.
 * What is set for Yarn itself wins.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {{ registry: string, cafile: string }} npmSettings as `npm config get` prints them
 * @returns {NodeJS.ProcessEnv}
 */
export function yarnEnvironment(env, { registry, cafile }) {
  const isMirror =
    /^https?:\/\//.test(registry) &&
    !registry.startsWith('https://registry.npmjs.org');
  return {
    ...(isMirror && { YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, '') }),
    ...(cafile && cafile !== 'null' && { YARN_HTTPS_CA_FILE_PATH: cafile }),
    ...env,
  };
}
