import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';

const graceMilliseconds = 20_000;

/**
 * Runs a TypeScript main in a child and guards what it starts. The child tells over IPC which process groups
 * it has started; should it die without ending them, they are ended here. Should *we* die, its channel closes
 * and it ends itself. So nothing stays behind, whoever is killed.
 *
 * @param {{ node: string, main: string, args: string[], env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code
 */
export function runMain({ node, main, args, env }) {
  const transform = createRequire(path.join(root, 'package.json')).resolve(
    '@backstage/cli/config/nodeTransform.cjs',
  );
  const groups = new Set();
  const child = spawn(node, ['--require', transform, main, ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });

  child.on('message', message => {
    const { started, ended } =
      /** @type {{ started?: number, ended?: number }} */ (message);
    if (started) groups.add(started);
    if (ended) groups.delete(ended);
  });

  let timer;
  const pass = signal => {
    // From a terminal the child has had the signal already; a second one there is harmless.
    child.kill(signal);
    timer ??= setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => pass(signal));
  }

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const group of groups) endGroup(group);
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
