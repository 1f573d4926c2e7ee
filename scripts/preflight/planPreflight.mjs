import { requirements } from './requirements.mjs';

/**
 * @typedef {object} Missing
 * @property {string} name key of `requirements`
 * @property {string} title
 * @property {string[]} binaries what was not found
 * @property {string[]} packages what installs it here; empty where no package does
 * @property {string} [otherwise]
 */

/**
 * Everything of `names` that the machine lacks.
 *
 * @param {string[]} names
 * @param {{ has: (binary: string) => boolean, env: NodeJS.ProcessEnv, distribution: string }} machine
 * @returns {Missing[]}
 */
export function findMissing(names, { has, env, distribution }) {
  return [...new Set(names)].flatMap(name => {
    const { title, binaries, given, packages, otherwise } = requirements[name];
    if (given?.every(key => env[key])) return [];
    const absent = binaries
      .map(wanted => [wanted].flat())
      .filter(choices => !choices.some(has))
      .map(choices => choices.join(' or '));
    if (absent.length === 0) return [];
    return [
      {
        name,
        title,
        binaries: absent,
        packages: packagesFor(packages, distribution),
        otherwise,
      },
    ];
  });
}

/**
 * What to do about it: install it ourselves, or tell the person the one command and what no command installs.
 *
 * @param {Missing[]} missing
 * @param {{ distribution: string, superuser: boolean }} machine
 * @returns {{ install: string[], command?: string, manual: string[] }} `install` holds packages that we install
 */
export function planInstallation(missing, { distribution, superuser }) {
  const packages = [...new Set(missing.flatMap(m => m.packages))];
  const manual = missing
    .filter(m => m.packages.length === 0)
    .map(
      m =>
        `${m.title}: ${
          m.otherwise ??
          `install ${m.binaries.join(', ')} and put it on the PATH`
        }`,
    );
  if (packages.length === 0) return { install: [], manual };
  if (distribution === 'macos') {
    return {
      install: [],
      command: `brew install ${packages.join(' ')}`,
      manual,
    };
  }
  const arguments_ = `install -y --no-install-recommends ${packages.join(' ')}`;
  return superuser
    ? {
        install: packages,
        command: `apt-get update && apt-get ${arguments_}`,
        manual,
      }
    : {
        install: [],
        command: `sudo apt-get update && sudo apt-get ${arguments_}`,
        manual,
      };
}

/**
 * @param {import('./requirements.mjs').Requirement['packages']} packages
 * @param {string} distribution
 * @returns {string[]}
 */
function packagesFor(packages, distribution) {
  if (distribution === 'ubuntu') return packages.ubuntu ?? packages.debian;
  if (distribution === 'debian') return packages.debian;
  return distribution === 'macos' ? packages.macos ?? [] : [];
}
