import type { Readable } from 'node:stream';
import { SafepointError } from '@safepoint/engine';
import type { PostgresConnection } from '../connection/PostgresConnection';
import { scrubSecrets } from '../connection/scrubSecrets';
import { toolEnvironment } from '../connection/toolEnvironment';
import type { PostgresTool } from '../tools/PostgresTool';
import { runTool, type RunningTool } from '../tools/runTool';

/** A connection parameter of libpq, quoted: a name like `host=elsewhere` stays a name. */
function databaseParameter(database: string): string {
  return `dbname='${database.replaceAll(/['\\]/g, '\\$&')}'`;
}

/** Resolves when the tool takes more, or will never take anything again. */
function canWrite(tool: RunningTool): Promise<void> {
  return new Promise(resolve => {
    tool.stdin.once('drain', resolve);
    tool.stdin.once('close', resolve);
    tool.ended.then(
      () => resolve(),
      () => resolve(),
    );
  });
}

/**
 * Writes the whole stream to the tool. A tool that has read all it needs may end before the stream has
 * checked its own digest, so the stream is read to its end in any case, and its error is the one to know.
 */
async function feed(stream: Readable, tool: RunningTool): Promise<void> {
  let exitCode: number | null | undefined;
  tool.stdin.on('error', () => {}); // a broken pipe; the exit code says why
  tool.ended.then(
    ({ code }) => (exitCode = code),
    () => (exitCode = null),
  );
  try {
    for await (const chunk of stream) {
      if (exitCode === undefined) {
        if (!tool.stdin.write(chunk)) await canWrite(tool);
      } else if (exitCode !== 0) return;
    }
    tool.stdin.end();
  } catch (error) {
    tool.kill();
    throw error;
  }
}

/**
 * Runs pg_restore on a stream, or on a file by several connections at once. Throws the stream's error when
 * the data turned out bad, also when pg_restore had nothing to say against it, and `restore-failed`
 * otherwise.
 */
export async function applyArchive(options: {
  tool: PostgresTool;
  connection: PostgresConnection;
  source: { stream: Readable } | { file: string; jobs: number };
  /** File for `--use-list`. */
  list: string;
  extraArgs: string[];
  signal: AbortSignal;
}): Promise<void> {
  const { connection, signal, source } = options;
  const tool = runTool({
    command: options.tool.path,
    args: [
      '--no-owner',
      '--exit-on-error',
      '--no-password',
      `--use-list=${options.list}`,
      `--dbname=${databaseParameter(connection.database)}`,
      ...options.extraArgs,
      ...('file' in source ? [`--jobs=${source.jobs}`, source.file] : []),
    ],
    env: toolEnvironment(connection),
    signal,
  });
  tool.stdout.resume();
  if ('stream' in source) await feed(source.stream, tool);
  else tool.stdin.end();
  const ended = await tool.ended;
  signal.throwIfAborted();
  if (ended.code !== 0) throw restoreFailed(connection, ended);
}

function restoreFailed(
  connection: PostgresConnection,
  ended: { code: number | null; stderr: string },
): SafepointError {
  const said = scrubSecrets(ended.stderr.trim(), connection.secrets);
  return new SafepointError({
    kind: 'restore-failed',
    message: `pg_restore ended with ${
      ended.code === null ? 'a signal' : `exit code ${ended.code}`
    }; nothing live was touched. It said: ${said || 'nothing'}`,
  });
}
