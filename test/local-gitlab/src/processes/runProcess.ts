import { spawn } from 'node:child_process';

/** What a finished process left. */
export interface ProcessResult {
  /** The exit code; undefined when a signal ended the process. */
  exitCode?: number;
  stdout: string;
  stderr: string;
}

/** How a process is started. */
export interface ProcessOptions {
  cwd: string;
  /** The whole environment: nothing of the server's own is added. */
  env: Record<string, string>;
  /** Written to the standard input. */
  input?: string;
  /** Told the process id as soon as there is one; the process leads its own session. */
  onStart?: (pid: number) => void;
}

/** Runs a program in a session of its own, without a shell, and waits for its end. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    // A program that does not read its input closes the pipe: its exit code tells whether that mattered.
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', code =>
      resolve({
        exitCode: code ?? undefined,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
    if (child.pid !== undefined) options.onStart?.(child.pid);
    child.stdin.end(options.input ?? '');
  });
}
