import { spawn } from 'node:child_process';
import { explainedError } from './explainedError.mjs';

/**
 * Runs a program to its end and keeps its output for the error; never through a shell.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what it wrote to stdout
 */
export function runTool(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let both = '';
    child.stdout.on('data', data => {
      output += data;
      both += data;
    });
    child.stderr.on('data', data => {
      both += data;
    });
    child.on('error', error =>
      reject(explainedError(`${file} did not start: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else {
        const tail = both.trimEnd().split('\n').slice(-40).join('\n');
        reject(
          explainedError(
            `${tail}\n${[file, ...args].join(' ')} ended with ${
              signal ?? code
            }.`,
          ),
        );
      }
    });
  });
}
