import { type CommandRun, measureCommand } from './measureCommand';

/** A command as `measureCommand` takes it. */
export interface MeasuredCommand {
  command: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  signal: AbortSignal;
}

/** One command after the other, measured as one; what lies between them does not count. */
export async function measureInTurn(
  commands: MeasuredCommand[],
): Promise<CommandRun> {
  const done: CommandRun[] = [];
  for (const { command, ...options } of commands) {
    done.push(await measureCommand(command, options));
  }
  return addRuns(done);
}

/** As if they were one command. */
export function addRuns(done: CommandRun[]): CommandRun {
  return {
    seconds: done.reduce((sum, run) => sum + run.seconds, 0),
    cpuSeconds: done.reduce((sum, run) => sum + run.cpuSeconds, 0),
    peakRssMiB: Math.max(...done.map(run => run.peakRssMiB)),
  };
}
