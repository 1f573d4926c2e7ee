import { addAbortSignal } from 'node:stream';
import type { EngineFacts } from '@safepoint/backstage-plugin-safepoint-common';
import {
  type DriverContext,
  type DumpStream,
  type RestoredStore,
} from '@safepoint/engine';
import { maintenanceConnection } from '../connection/maintenanceConnection';
import { parseConnection, withDatabase } from '../connection/parseConnection';
import type { PostgresConnection } from '../connection/PostgresConnection';
import { withClient } from '../connection/withClient';
import { parseOptions } from '../options';
import { readServerFacts } from '../server/readServerFacts';
import { findTool } from '../tools/findTool';
import type { PostgresTool } from '../tools/PostgresTool';
import { openArchives, type OpenedArchives } from './applyStreams';
import { arrangeStreams, type ArrangedStreams } from './arrangeStreams';
import { checkExtensions } from './checkExtensions';
import { checkRestoreRole } from './checkRestoreRole';
import { checkServerVersion } from './checkServerVersion';
import { createDatabase } from './createDatabase';
import { restoredName } from './databaseNames';
import { discardDatabase } from './discardDatabase';

export interface RestoreInput {
  label: string;
  engine: EngineFacts;
  streams: DumpStream[];
  live?: string;
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
  target: { name: string; tool: PostgresTool; archives: OpenedArchives },
): Promise<void> {
  const { privileges } = parseOptions(context.options);
  const connection = {
    ...parseConnection(context.connection),
    database: target.name,
  };
  await target.archives.apply(target.tool, {
    connection,
    rules: { privileges: input.live ? privileges : 'skip' },
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
  streams: ArrangedStreams,
): Promise<RestoredStore> {
  const options = parseOptions(context.options);
  const archives = await openArchives(streams, context.signal);
  const tool = await findRestoreTool(archives.toolVersion, options.binFolder);
  const name = await provision(parseConnection(context.connection), input);
  context.report({ event: 'store-provisioned', name });
  try {
    await fill(context, input, { name, tool, archives });
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
  for (const { stream } of input.streams) {
    addAbortSignal(signal, stream);
    // It may fail while nobody reads it yet; whoever reads it next learns of that.
    stream.on('error', () => {});
  }
  try {
    return await restore(context, input, arrangeStreams(input.streams));
  } catch (error) {
    input.streams.forEach(({ stream }) => stream.destroy());
    throw signal.aborted ? signal.reason : error;
  }
}
