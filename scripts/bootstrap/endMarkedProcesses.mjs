import { readdir, readFile } from 'node:fs/promises';
import { say } from './progress.mjs';

const graceMilliseconds = 3000;

/**
 * Ends every process that was started with `mark` (`KEY=value`) in its environment: servers that a killed
 * test left behind in groups and sessions of their own. Linux only; elsewhere the groups have to do.
 *
 * @param {string} mark
 */
export async function endMarkedProcesses(mark) {
  const first = await markedProcesses(mark);
  if (first.length === 0) return;
  say(
    `… ending what was left running: ${first
      .map(p => `${p.command} (${p.pid})`)
      .join(', ')}`,
  );
  signalAll(first, 'SIGTERM');
  const deadline = Date.now() + graceMilliseconds;
  while (Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 100));
    if ((await markedProcesses(mark)).length === 0) return;
  }
  signalAll(await markedProcesses(mark), 'SIGKILL');
}

/**
 * @param {string} mark
 * @returns {Promise<{ pid: number, command: string }[]>}
 */
async function markedProcesses(mark) {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names
      .filter(name => /^\d+$/.test(name))
      .map(async name => {
        // Somebody else's process, or one that has just ended, cannot be read and is not ours.
        const environment = await readFile(
          `/proc/${name}/environ`,
          'latin1',
        ).catch(() => '');
        if (!environment.split('\0').includes(mark)) return [];
        const command = await readFile(`/proc/${name}/comm`, 'utf8').catch(
          () => '',
        );
        return [{ pid: Number(name), command: command.trim() }];
      }),
  );
  return found.flat();
}

/**
 * @param {{ pid: number }[]} processes
 * @param {NodeJS.Signals} signal
 */
function signalAll(processes, signal) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
