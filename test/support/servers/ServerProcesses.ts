import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import type { ServerUser } from './serverUser';

/** The processes of one server; all are ended together, also when the test process ends before `stop`. */
export class ServerProcesses {
  readonly #children: ChildProcess[] = [];
  readonly #endAll = () =>
    this.#children.forEach(child => child.kill('SIGKILL'));

  constructor(
    private readonly user: ServerUser | undefined,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    process.once('exit', this.#endAll);
  }

  /** Starts one and leaves it running; what it prints goes to a file. */
  start(command: string, args: string[], logFile: string): void {
    const log = openSync(logFile, 'a', 0o644);
    const child = spawn(command, args, {
      ...this.user,
      env: this.env,
      stdio: ['ignore', log, log],
    });
    // A program that cannot be started shows in the server never becoming ready.
    child.once('error', () => undefined);
    closeSync(log);
    this.#children.push(child);
  }

  /** Runs one to its end; rejects with what it printed if it fails. */
  async run(command: string, args: string[]): Promise<string> {
    const child = spawn(command, args, {
      ...this.user,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => output.push(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const text = Buffer.concat(output).toString();
    if (code !== 0) {
      throw new Error(
        `${command} ${args.join(' ')} ended with ${code}: ${text}`,
      );
    }
    return text;
  }

  hasEnded(): boolean {
    return this.#children.some(
      child => child.exitCode !== null || child.signalCode !== null,
    );
  }

  async stop(): Promise<void> {
    process.removeListener('exit', this.#endAll);
    await Promise.all(
      this.#children.map(async child => {
        if (child.exitCode === null && child.signalCode === null) {
          const ended = new Promise(resolve => {
            child.once('close', resolve);
          });
          child.kill('SIGKILL');
          await ended;
        }
      }),
    );
  }
}
