import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

const tailLength = 16_000;

/** Writes what a server says into a file and keeps the last of it for a message. */
export function followOutput(
  child: ChildProcess,
  logFile: string,
): { tail: () => string } {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { mode: 0o600 });
  let tail = '';
  const keep = (data: Buffer) => {
    log.write(data);
    tail = (tail + data.toString()).slice(-tailLength);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.once('close', () => log.end());
  child.once('error', error => {
    keep(Buffer.from(`It did not start: ${error.message}\n`));
    log.end();
  });
  return { tail: () => tail };
}
