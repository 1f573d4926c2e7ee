import { fork } from 'node:child_process';
import path from 'node:path';
import type {
  SimulationOptions,
  SimulationResult,
} from '../../test/simulation/simulate';
import { root } from '../bootstrap/paths.mjs';

const program = path.join(root, 'test/simulation/simulatePart.ts');

/** Simulates a part of the fleet in a process of its own, which ends with this one. */
export function runPart(
  options: Omit<SimulationOptions, 'say'>,
  onLine: (line: string) => void,
): Promise<SimulationResult> {
  return new Promise((resolve, reject) => {
    const child = fork(program, { execArgv: process.execArgv });
    child.on(
      'message',
      (message: { line?: string; result?: SimulationResult }) => {
        if (message.line) onLine(message.line);
        if (message.result) resolve(message.result);
      },
    );
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`A part of the simulation ended with ${code}.`)),
    );
    child.send(options);
  });
}
