import { addAbortSignal, type Readable } from 'node:stream';
import type { EngineFacts } from '@safepoint/backstage-plugin-safepoint-common';
import {
  SafepointError,
  type DriverContext,
  type DumpStream,
  type RestoredStore,
} from '@safepoint/engine';
import { readHead } from '../archive/readHead';
import type { ArchiveHead } from '../archive/readArchiveHead';
import { DUMP_FORMAT } from '../backup/backUp';
import { maintenanceConnection } from '../connection/maintenanceConnection';
import { parseConnection, withDatabase } from '../connection/parseConnection';
import type { PostgresConnection } from '../connection/PostgresConnection';
import { withClient } from '../connection/withClient';
import { parseOptions } from '../options';
import { readServerFacts } from '../server/readServerFacts';
import { findTool } from '../tools/findTool';
import type { PostgresTool } from '../tools/PostgresTool';
import { applyArchive } from './applyArchive';
import { checkExtensions } from './checkExtensions';
import { checkRestoreRole } from './checkRestoreRole';
import { checkServerVersion } from './checkServerVersion';
import { createDatabase } from './createDatabase';
import { restoredName } from './databaseNames';
import { discardDatabase } from './discardDatabase';
import { planEntries } from './planEntries';

export interface RestoreInput {
  label: string;
  engine: EngineFacts;
  streams: DumpStream[];
  live?: string;
}

function onlyStream(streams: DumpStream[]): DumpStream {
  const [stream, ...others] = streams;
  if (!stream || others.length > 0 || stream.format !== DUMP_FORMAT) {
    throw new SafepointError({
      kind: 'restore-failed',
      message: `The postgres driver restores one stream of format ${DUMP_FORMAT}; the recovery point has ${
        streams.map(({ format }) => format).join(', ') || 'none'
      }.`,
    });
  }
  return stream;
}

/** Checks everything that can be checked and makes the empty database. */
async function provision(
  connection: PostgresConnection,
  input: RestoreInput,
): Promise<string> {
  const name = restoredName(input.live ?? connection.database, input.label);
  await withClient(await maintenanceConnection(connection), async client => {
    await checkRestoreRole(client);
    checkServerVersion(await readServerFacts(client), input.engine);
    const template = await checkExtensions(client, connection, input.engine);
    await createDatabase(client, { name, template, live: input.live });
  });
  return name;
}

/** The dump's own tool or a newer one: pg_restore reads no archive of a newer pg_dump. */
function findRestoreTool(toolVersion: string, binFolder?: string) {
  return findTool(
    'pg_restore',
    {
      major: Number.parseInt(toolVersion, 10),
      because: `the dump was made by pg_dump ${toolVersion}`,
    },
    binFolder,
  );
}

async function fill(
  context: DriverContext,
  input: RestoreInput,
  target: { name: string; tool: PostgresTool; head: ArchiveHead },
): Promise<void> {
  const options = parseOptions(context.options);
  const connection = {
    ...parseConnection(context.connection),
    database: target.name,
  };
  const privileges = input.live ? options.privileges : 'skip';
  await applyArchive({
    tool: target.tool,
    connection,
    stream: onlyStream(input.streams).stream,
    entries: planEntries(target.head, { privileges }),
    // Tablespaces, too, are the source server's.
    extraArgs: input.live ? [] : ['--no-tablespaces'],
    signal: context.signal,
  });
  // Without statistics the first minutes after a switch would be slow ones.
  if (input.live)
    await withClient(
      connection,
      client => client.query('analyze'),
      context.signal,
    );
}

async function restore(
  context: DriverContext,
  input: RestoreInput,
  stream: Readable,
): Promise<RestoredStore> {
  const options = parseOptions(context.options);
  const head = await readHead(stream, context.signal);
  const tool = await findRestoreTool(head.toolVersion, options.binFolder);
  const name = await provision(parseConnection(context.connection), input);
  context.report({ event: 'store-provisioned', name });
  try {
    await fill(context, input, { name, tool, head });
    return { name, connection: withDatabase(context.connection, name) };
  } catch (error) {
    await discardDatabase(context.connection, name);
    throw error;
  }
}

/**
 * Restores into a new database beside the live one, as a role that can do no harm with it. Whatever
 * goes wrong, the new database is dropped again.
 */
export async function restoreBeside(
  context: DriverContext,
  input: RestoreInput,
): Promise<RestoredStore> {
  const { signal } = context;
  const stream = addAbortSignal(signal, onlyStream(input.streams).stream);
  // It may fail while nobody reads it yet; whoever reads it next learns of that.
  stream.on('error', () => {});
  try {
    return await restore(context, input, stream);
  } catch (error) {
    stream.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}
