import { exitCodeOf } from '../errors/exitCodes';
import { toProblem } from '../errors/toProblem';
import { createReporter } from '../report/createReporter';
import type { Reporter } from '../report/Reporter';
import type { GlobalOptions } from './GlobalOptions';

/** Runs a command's work; an error ends in one clear message and the documented exit code. */
export async function runCommand(
  options: Pick<GlobalOptions, 'log'>,
  work: (reporter: Reporter) => Promise<void>,
): Promise<void> {
  const reporter = createReporter({
    log: options.log,
    logFile: process.env.SAFEPOINT_LOG || undefined,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
  });
  try {
    await work(reporter);
    reporter.close();
  } catch (error) {
    reporter.close();
    const exitCode = exitCodeOf(error);
    const problem = toProblem(error);
    process.exitCode = exitCode;
    if (options.log === 'human') {
      process.stderr.write(`safepoint: ${problem.message} [${problem.kind}]\n`);
      if (process.env.SAFEPOINT_DEBUG && error instanceof Error) {
        process.stderr.write(`${error.stack}\n`);
      }
    }
    try {
      reporter.report({ event: 'failed', ...problem, exitCode });
    } catch {
      // The log itself is what failed; the message above says so.
    }
  }
}
