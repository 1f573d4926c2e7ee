import { spawn } from 'node:child_process';

export interface Ended {
  code: number | null;
  /** Standard output and standard error as they came. */
  output: string;
}

/** Runs a program to its end, with exactly these variables. */
export function runProgram(
  file: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', code => resolve({ code, output }));
  });
}
