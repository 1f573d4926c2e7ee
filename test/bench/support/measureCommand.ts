import { spawn } from 'node:child_process';
import { parseTimes } from './parseTimes';
import { ProcessTreeSampler } from './ProcessTreeSampler';

/** What one run of a command took. */
export interface CommandRun {
  seconds: number;
  /** User and system time of the command and of all that it waited for. */
  cpuSeconds: number;
  peakRssMiB: number;
}

const sampleMilliseconds = 25;

// The shell's own `times` counts its children to the last one, however short they lived; fd 3 keeps it apart.
const timed = '"$@"; status=$?; times >&3; exit $status';

/**
 * Runs a command to its end and measures it with all its processes. Memory is sampled, 40 times a second.
 * Throws when it fails: a run that broke off early would look fast.
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
  let times = '';
  child.stderr?.on('data', data => {
    errors = (errors + data).slice(-8000);
  });
  child.stdio[3]?.on('data', data => {
    times += data;
  });
  const end = () => process.kill(-child.pid!, 'SIGKILL');
  options.signal.addEventListener('abort', end, { once: true });
  const sampler = new ProcessTreeSampler(child.pid!);
  const timer = setInterval(() => sampler.sample(), sampleMilliseconds);
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
      cpuSeconds: parseTimes(times),
      peakRssMiB: sampler.peakRssMiB,
    };
  } finally {
    clearInterval(timer);
    options.signal.removeEventListener('abort', end);
  }
}
