import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { SafepointError } from '@safepoint/engine';
import type { ScannedArchive } from '../archive/ArchiveScanner';
import { scanArchive } from '../archive/scanArchive';
import type { PostgresConnection } from '../connection/PostgresConnection';
import { scrubSecrets } from '../connection/scrubSecrets';
import { toolEnvironment } from '../connection/toolEnvironment';
import type { PostgresTool } from '../tools/PostgresTool';
import type { RunningTool } from '../tools/runTool';
import { runWriter } from '../tools/runWriter';

function dumpFailed(
  connection: PostgresConnection,
  ended: { code: number | null; stderr: string },
): SafepointError {
  const said = scrubSecrets(ended.stderr.trim(), connection.secrets);
  return new SafepointError({
    kind: 'dump-failed',
    message: `pg_dump ended with ${
      ended.code === null ? 'a signal' : `exit code ${ended.code}`
    }. It said: ${said || 'nothing'}`,
  });
}

async function mustEndWell(
  tool: RunningTool,
  connection: PostgresConnection,
  signal: AbortSignal,
): Promise<void> {
  const ended = await tool.ended;
  if (ended.code === 0) return;
  signal.throwIfAborted();
  throw dumpFailed(connection, ended);
}

/**
 * Runs pg_dump. The stream ends only if pg_dump ended well and the archive was understood to its end;
 * otherwise both the stream and `finished` fail with the reason. Whoever destroys the stream ends pg_dump.
 */
export async function dumpArchive(options: {
  tool: PostgresTool;
  connection: PostgresConnection;
  args: string[];
  signal: AbortSignal;
}): Promise<{
  stream: Readable;
  finished: Promise<ScannedArchive>;
}> {
  const { connection, signal } = options;
  const tool = await runWriter({
    command: options.tool.path,
    args: options.args,
    env: toolEnvironment(connection),
    signal,
  });
  tool.stdin.end();
  const scan = scanArchive(() => mustEndWell(tool, connection, signal));
  const finished = pipeline(tool.stdout, scan.stage, { signal })
    .then(() => scan.archive())
    .finally(() => tool.kill());
  finished.catch(() => {}); // the stream fails with the same reason
  return { stream: scan.stage, finished };
}
