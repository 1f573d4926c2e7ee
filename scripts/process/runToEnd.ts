import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { ProcessGroups } from './ProcessGroups';

/** How a program ended. */
export interface ProgramEnd {
  exitCode: number;
  /** The last part of what it wrote, for a message. */
  tail: string;
}

const tailLength = 16_000;

/**
 * Runs a program to its end, its output in `logFile`. Ended with its whole group when `signal` aborts or
 * the time is up.
 */
export async function runToEnd(options: {
  groups: ProcessGroups;
  file: string;
  args: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Runs as this user; only root may ask for another. */
  user?: { uid?: number; gid?: number };
  logFile: string;
  signal: AbortSignal;
  timeoutMilliseconds: number;
}): Promise<ProgramEnd> {
  const { groups, file, args, cwd, env, logFile, signal } = options;
  signal.throwIfAborted();
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = groups.start(file, args, {
    ...options.user,
    cwd,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  let tail = '';
  const keep = (data: Buffer) => {
    log.write(data);
    tail = (tail + data.toString()).slice(-tailLength);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  const end = () => void groups.end(child);
  const timer = setTimeout(() => {
    const seconds = options.timeoutMilliseconds / 1000;
    keep(Buffer.from(`\nIt was ended: not finished after ${seconds} s.\n`));
    end();
  }, options.timeoutMilliseconds);
  signal.addEventListener('abort', end, { once: true });

  const exitCode = await new Promise<number>(resolve => {
    child.once('error', error => {
      keep(Buffer.from(`${file} did not start: ${error.message}\n`));
      resolve(127);
    });
    // Not `close`: a grandchild that keeps the pipe open must not hold us up.
    child.once('exit', code => setImmediate(() => resolve(code ?? 1)));
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  log.end();
  await finished(log);
  signal.throwIfAborted();
  return { exitCode, tail };
}
