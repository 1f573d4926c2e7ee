import { readFile } from 'node:fs/promises';
import { SafepointError } from '@safepoint/engine';
import type { Command } from 'commander';
import type { Reporter } from '../../report/Reporter';
import type { GlobalOptions } from '../GlobalOptions';
import { runCommand } from '../runCommand';
import { type LintFinding, lintPolicies } from './lintPolicies';

/** Declares `safepoint policy lint`. */
export function addPolicyCommand(program: Command): void {
  program
    .command('policy')
    .description('policies as code')
    .command('lint')
    .description(
      'check policies, all of them in full; needs no portal and no network',
    )
    .argument('<files...>', 'YAML files with one policy or several')
    .action(async (files: string[], _options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      await runCommand(options, reporter => policyLint(files, reporter));
    });
}

/** `safepoint policy lint`: throws `config-invalid` with every problem of every file. */
export async function policyLint(
  files: string[],
  reporter: Reporter,
): Promise<void> {
  const unreadable: LintFinding[] = [];
  const readable: { file: string; text: string }[] = [];
  for (const file of files) {
    try {
      readable.push({ file, text: await readFile(file, 'utf8') });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message = `cannot be read (${code ?? 'unknown'})`;
      unreadable.push({ file, line: 1, message });
    }
  }
  const { policies, problems: found, notes } = lintPolicies(readable);
  for (const note of notes) reporter.say(`note: ${show(note)}`);
  const problems = [...unreadable, ...found];
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `${problems.length} ${
        problems.length === 1 ? 'problem' : 'problems'
      } in policies:\n${problems.map(one => `  ${show(one)}`).join('\n')}`,
    });
  }
  reporter.report({ event: 'policies-linted', policies, notes: notes.length });
  reporter.say(
    policies === 1 ? '1 policy is valid.' : `${policies} policies are valid.`,
  );
}

function show({ file, line, message }: LintFinding): string {
  return `${file}:${line}: ${message}`;
}
