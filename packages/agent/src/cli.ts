import { CommanderError } from 'commander';
import { exitCodes } from './errors/exitCodes';
import { createProgram } from './program';

/** Runs the command line; sets the exit code instead of exiting, so that all output is written. */
export async function main(argv: string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its message already. Help and version end well.
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}
