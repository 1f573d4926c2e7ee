import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { render, smallestInputs, type Inputs } from '../templates';
import { findProgram, makePath, type Image } from './images';

export interface GateEnd {
  exitCode: number | null;
  output: string;
  /** Files that the script left in the folder for temporary ones. */
  left: string[];
}

/** Runs the gate's script as a deploy job in that image does: its own shell, its own PATH, nothing else. */
export async function runGate(
  image: Image,
  variables: Record<string, string>,
  inputs: Inputs = smallestInputs['deploy-guard'],
): Promise<GateEnd> {
  const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-gate-'));
  const temporary = mkdtempSync(path.join(folder, 'tmp-'));
  const jobs = render('deploy-guard', inputs);
  const script = jobs['.safepoint-gate'].script as string[];
  const [shell, ...shellArguments] = image.shell;
  const child = spawn(
    findProgram(shell),
    // As GitLab's runner does: it ends at the first command that fails.
    [
      ...shellArguments,
      '-c',
      ['set -eu', ...script, 'echo DEPLOYED'].join('\n'),
    ],
    {
      cwd: folder,
      env: {
        PATH: makePath(image, path.join(folder, 'bin')),
        HOME: folder,
        TMPDIR: temporary,
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', data => (output += data));
  child.stderr.on('data', data => (output += data));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const left = readdirSync(temporary);
  rmSync(folder, { recursive: true });
  return { exitCode, output, left };
}
