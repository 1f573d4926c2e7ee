import { spawn } from 'node:child_process';
import { parseTimes } from './parseTimes';
import { PeakMemory } from './PeakMemory';

/** What one run of a command took. */
export interface CommandRun {
  seconds: number;
  /** User and system time of the command and of all that it waited for. */
  cpuSeconds: number;
  /** Of the command's own process. */
  peakRssMiB: number;
}

const lookMilliseconds = 50;

// The shell's own `times` counts its children to the last one, however short they lived; fd 3 keeps what the
// shell says apart: first the process, at the end its times.
const timed = '"$@" & echo $! >&3; wait $!; status=$?; times >&3; exit $status';

/**
 * Runs a command to its end and measures it: time with all its processes, memory of its own. Throws when it
 * fails: a run that broke off early would look fast.
 */
export async function measureCommand(
  command: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; signal: AbortSignal },
): Promise<CommandRun> {
  options.signal.throwIfAborted();
  const started = performance.now();
  const child = spawn('bash', ['-c', timed, 'bash', ...command], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let errors = '';
  let said = '';
  let memory: PeakMemory | undefined;
  child.stderr?.on('data', data => {
    errors = (errors + data).slice(-8000);
  });
  child.stdio[3]?.on('data', data => {
    said += data;
    memory ??= new PeakMemory(Number.parseInt(said, 10));
  });
  const end = () => process.kill(-child.pid!, 'SIGKILL');
  options.signal.addEventListener('abort', end, { once: true });
  const timer = setInterval(() => memory?.look(), lookMilliseconds);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    options.signal.throwIfAborted();
    if (exitCode !== 0) {
      throw new Error(
        `${command.join(' ')} ended with ${exitCode}:\n${errors}`,
      );
    }
    return {
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: parseTimes(said),
      peakRssMiB: memory?.mebibytes ?? 0,
    };
  } finally {
    clearInterval(timer);
    options.signal.removeEventListener('abort', end);
  }
}
