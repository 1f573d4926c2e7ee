import {
  spawn,
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
} from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { BlockPipe } from '@safepoint/engine';

const STDERR_LIMIT = 16 * 1024;
const KILL_AFTER_MS = 5_000;

/** A tool that runs; `ended` resolves for every exit code and rejects only if it could not start. */
export interface RunningTool {
  stdin: Writable;
  stdout: Readable;
  ended: Promise<{ code: number | null; stderr: string }>;
  /** Ends it: first politely, then not. Safe to repeat. */
  kill(): void;
}

function collectEnd(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    text = (text + piece).slice(-STDERR_LIMIT);
  });
  return () => text;
}

function killer(child: ChildProcess): () => void {
  return () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    timer.unref();
    child.once('exit', () => clearTimeout(timer));
  };
}

/** Starts a tool without a shell. It ends when the signal aborts. What it writes comes through `output`, if given. */
export function runTool(options: {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  output?: BlockPipe;
}): RunningTool {
  const { output } = options;
  options.signal.throwIfAborted();
  const child = spawn(options.command, options.args, {
    env: options.env,
    stdio: ['pipe', output?.writeEnd ?? 'pipe', 'pipe'],
  }) as ChildProcessWithoutNullStreams; // stdout only without an `output`
  output?.writeEnd.destroy();
  const stderr = collectEnd(child.stderr);
  const kill = killer(child);
  options.signal.addEventListener('abort', kill, { once: true });
  const ended = new Promise<{ code: number | null; stderr: string }>(
    (resolve, reject) => {
      let code: number | null = null;
      child.once('error', reject);
      child.once('exit', exitCode => {
        code = exitCode;
        // stdout may stay open and full; the exit code must not wait for its reader.
        child.stderr.once('close', () => resolve({ code, stderr: stderr() }));
        if (child.stderr.closed) resolve({ code, stderr: stderr() });
      });
    },
  ).finally(() => options.signal.removeEventListener('abort', kill));
  // Whoever starts a tool may fail before waiting for it.
  ended.catch(() => {});
  return {
    stdin: child.stdin,
    stdout: output?.blocks ?? child.stdout,
    ended,
    kill,
  };
}
