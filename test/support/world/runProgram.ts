import { spawn } from 'node:child_process';

export interface Ended {
  code: number | null;
  /** Standard output and standard error as they came. */
  output: string;
}

/** Runs a program to its end, with exactly these variables, or kills it when that promise is kept. */
export function runProgram(
  file: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; killWhen?: Promise<void> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { killWhen, ...where } = options;
    const child = spawn(file, args, {
      ...where,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    killWhen?.then(() => child.kill('SIGKILL'));
    child.once('error', reject);
    child.once('close', code => resolve({ code, output }));
  });
}
