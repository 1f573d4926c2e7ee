import { availableParallelism } from 'node:os';
import type { Backup, BackupStart, DriverContext } from '@safepoint/engine';
import type { Client } from 'pg';
import { tryReadChangeMarker } from '../change/readChangeMarker';
import { connect } from '../connection/connect';
import { endOnAbort } from '../connection/endOnAbort';
import { parseConnection } from '../connection/parseConnection';
import { parseOptions } from '../options';
import { checkMayDump } from '../server/checkMayDump';
import { readServerFacts, type ServerFacts } from '../server/readServerFacts';
import { findTool } from '../tools/findTool';
import type { PostgresTool } from '../tools/PostgresTool';
import { fingerprintOf } from '../archive/fingerprintOf';
import { dumpArchive } from './dumpArchive';
import { dumpArguments } from './dumpArguments';
import { dumpSections } from './dumpSections';
import { formats } from './formats';
import { holdSnapshot, type HeldSnapshot } from './holdSnapshot';
import { listTableSizes } from './listTableSizes';
import { planStreams } from './planStreams';

/** The `pg_dump` for a server. */
export function findDumpTool(
  facts: ServerFacts,
  binFolder?: string,
): Promise<PostgresTool> {
  return findTool(
    'pg_dump',
    { major: facts.major, because: `the server is version ${facts.version}` },
    binFolder,
  );
}

function describeStart(
  facts: ServerFacts,
  tool: PostgresTool,
  snapshot: HeldSnapshot,
): BackupStart {
  return {
    stateAt: snapshot.stateAt,
    identity: {
      systemIdentifier: facts.systemIdentifier,
      databaseOid: facts.databaseOid,
    },
    engine: {
      name: 'postgresql',
      version: facts.version,
      toolVersion: `pg_dump ${tool.version}`,
      extensions: facts.extensions,
    },
  };
}

async function start(client: Client, context: DriverContext): Promise<Backup> {
  const connection = parseConnection(context.connection);
  const options = parseOptions(context.options);
  const facts = await readServerFacts(client);
  const tool = await findDumpTool(facts, options.binFolder);
  await checkMayDump(client, connection.user);
  const snapshot = await holdSnapshot(client, options.lockTimeoutSeconds);
  const changeMarker = await tryReadChangeMarker(client);
  const dump = {
    tool,
    connection,
    args: dumpArguments({ ...options, snapshot: snapshot.id }),
    signal: context.signal,
  };
  const tables = await listTableSizes(client);
  const named = planStreams(tables, {
    streams: options.streams,
    cores: availableParallelism(),
  });
  return {
    start: {
      ...describeStart(facts, tool, snapshot),
      ...(changeMarker && { changeMarker }),
    },
    ...(named
      ? await dumpSections(dump, tables, named)
      : await dumpWhole(dump)),
  };
}

async function dumpWhole(dump: Parameters<typeof dumpArchive>[0]) {
  const { stream, finished } = await dumpArchive(dump);
  return {
    streams: [{ name: 'data', format: formats.whole, stream }],
    finished: finished.then(archive => ({
      fingerprint: fingerprintOf([archive]),
    })),
  };
}

/**
 * Backs up one database, as one stream or several, under a snapshot that this connection holds until the
 * dump has ended: `stateAt` is the snapshot's moment.
 */
export async function backUp(context: DriverContext): Promise<Backup> {
  context.signal.throwIfAborted();
  parseOptions(context.options);
  const client = await connect(parseConnection(context.connection));
  const ignoreAbort = endOnAbort(client, context.signal);
  const release = async () => {
    ignoreAbort();
    await client.end().catch(() => {});
  };
  try {
    const backup = await start(client, context);
    const finished = backup.finished.finally(release);
    finished.catch(() => {});
    return { ...backup, finished };
  } catch (error) {
    await release();
    throw context.signal.aborted ? context.signal.reason : error;
  }
}
