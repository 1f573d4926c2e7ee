import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { endMarkedProcesses } from './endMarkedProcesses.mjs';
import { root } from './paths.mjs';

const graceMilliseconds = 30_000;

/**
 * Runs a TypeScript main in a child and guards what it starts. The child tells over IPC which process groups
 * it has started; should it die without ending them, they are ended here, and with them whatever bears this
 * run's mark in its environment. Should *we* die, its channel closes and it ends itself. So nothing stays
 * behind, whoever is killed.
 *
 * @param {{ node: string, main: string, args: string[], env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code
 */
export async function runMain({ node, main, args, env }) {
  const transform = createRequire(path.join(root, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const mark = `SAFEPOINT_RUN=${randomUUID()}`;
  const [key, value] = mark.split('=');
  const child = spawn(node, ['--require', transform, main, ...args], {
    env: { ...env, [key]: value },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const groups = followGroups(child);
  const stopPassing = passSignals(child);
  try {
    return await exitCodeOf(child);
  } finally {
    for (const group of groups) endGroup(group);
    await endMarkedProcesses(mark);
    stopPassing();
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Set<number>} the groups that it has running, kept current
 */
function followGroups(child) {
  /** @type {Set<number>} */
  const groups = new Set();
  child.on('message', message => {
    const { started, ended } =
      /** @type {{ started?: number, ended?: number }} */ (message);
    if (started) groups.add(started);
    if (ended) groups.delete(ended);
  });
  return groups;
}

/**
 * Hands our signals on, and ends the child by force when it takes too long. From a terminal the child has had
 * the signal already; a second one there is harmless.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    timer ??= setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  };
  for (const signal of signals) process.on(signal, pass);
  child.on('exit', () => clearTimeout(timer));
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)),
    );
  });
}

/** @param {number} group */
function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
