import { explainedError } from '../bootstrap/explainedError.mjs';
import { say } from '../bootstrap/progress.mjs';
import { binaryFolders, findBinary } from './findBinary.mjs';
import { installPackages } from './installPackages.mjs';
import { findMissing, planInstallation } from './planPreflight.mjs';

/**
 * Looks for everything that is needed, installs what it may, and says all the rest in one list.
 *
 * @param {string[]} names keys of `requirements`
 * @param {import('../bootstrap/machine.mjs').Machine} machine
 * @returns {Promise<import('./planPreflight.mjs').Missing[]>} what is still missing
 */
export async function preflight(names, machine) {
  const missing = look(names, machine);
  if (missing.length === 0) return [];

  const plan = planInstallation(missing, machine);
  if (plan.install.length > 0) await installPackages(plan.install);
  const left = look(names, machine);
  if (left.length > 0) say(describeMissing(left, machine));
  return left;
}

/**
 * For what cannot go on without: the list has been printed, so the error only says the consequence.
 *
 * @param {string[]} names
 * @param {import('../bootstrap/machine.mjs').Machine} machine
 */
export async function preflightOrThrow(names, machine) {
  const missing = await preflight(names, machine);
  if (missing.length > 0) {
    throw explainedError('Install what is missing and start again.');
  }
}

/**
 * The one list of what is missing, with the command that installs it.
 *
 * @param {import('./planPreflight.mjs').Missing[]} missing
 * @param {{ distribution: string, superuser: boolean }} machine
 * @returns {string}
 */
export function describeMissing(missing, machine) {
  const { command, manual } = planInstallation(missing, machine);
  return [
    'Missing on this machine:',
    ...missing.map(m => `  - ${m.title} (${m.binaries.join(', ')})`),
    ...(command ? ['Install with:', `  ${command}`] : []),
    ...(manual.length > 0 ? ['By hand:', ...manual.map(m => `  ${m}`)] : []),
  ].join('\n');
}

/**
 * @param {string[]} names
 * @param {import('../bootstrap/machine.mjs').Machine} machine
 */
function look(names, machine) {
  const folders = binaryFolders(process.env.PATH);
  return findMissing(names, {
    has: binary => findBinary(binary, folders) !== undefined,
    env: process.env,
    distribution: machine.distribution,
  });
}
