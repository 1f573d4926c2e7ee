import { appendFileSync } from 'node:fs';
import { SafepointError } from '@safepoint/engine';
import { describeEvent } from './describeEvent';
import { formatBytes } from './formatBytes';
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

const PROGRESS_INTERVAL_MS = 200;

function progressText(event: AgentEvent): string {
  const { entityRef, bytes, seconds } = event as AgentEvent & {
    bytes: number;
    seconds: number;
  };
  const rate = seconds > 0 ? `, ${formatBytes(bytes / seconds)}/s` : '';
  return `${entityRef}: ${formatBytes(bytes)}${rate}`;
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

/** A line that overwrites itself, on a terminal only. */
function createProgressLine(stderr: NodeJS.WriteStream) {
  let shown = false;
  let last = 0;
  return {
    show(text: string, now: number) {
      if (!stderr.isTTY || now - last < PROGRESS_INTERVAL_MS) return;
      last = now;
      shown = true;
      stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}

/** Writes events for machines and lines for people. */
export function createReporter(options: ReporterOptions): Reporter {
  const { stdout, stderr } = options;
  const progress = createProgressLine(stderr);
  const writePeople = (event: AgentEvent) => {
    if (event.event === 'progress') {
      progress.show(progressText(event), options.now().getTime());
      return;
    }
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
