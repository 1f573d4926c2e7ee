import { appendFileSync } from 'node:fs';
import { SafepointError } from '@safepoint/engine';
import { describeEvent } from './describeEvent';
import { createProgressLine } from './createProgressLine';
import type { AgentEvent, Reporter } from './Reporter';

export interface ReporterOptions {
  /** `json`: events as JSON lines on stderr. Default: lines for people there. */
  log: 'human' | 'json';
  /** File that events are added to as JSON lines, whatever `log` says. */
  logFile?: string;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  now: () => Date;
}

/** A log that cannot be written is an error at once: somebody counts on it. */
function writeLogLine(file: string, line: string): void {
  try {
    appendFileSync(file, line, { mode: 0o600 });
  } catch (cause) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `The event log ${file} cannot be written. Name another file by SAFEPOINT_LOG.`,
      cause,
    });
  }
}

/** Writes events for machines and lines for people. */
export function createReporter(options: ReporterOptions): Reporter {
  const { stdout, stderr } = options;
  const progress = createProgressLine(stderr);
  const writePeople = (event: AgentEvent) => {
    if (event.event === 'progress') {
      progress.show(event, options.now().getTime());
      return;
    }
    progress.forget(event);
    const line = describeEvent(event);
    if (line === undefined) return;
    progress.clear();
    stderr.write(`${line}\n`);
  };
  return {
    report(event) {
      if (event.event === 'progress') {
        if (options.log === 'human') writePeople(event);
        return;
      }
      const line = `${JSON.stringify({
        time: options.now().toISOString(),
        ...event,
      })}\n`;
      if (options.logFile) writeLogLine(options.logFile, line);
      if (options.log === 'json') stderr.write(line);
      else writePeople(event);
    },
    say(line) {
      progress.clear();
      stdout.write(`${line}\n`);
    },
    close: () => progress.clear(),
  };
}
