import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import { type DumpStream, SafepointError } from '@safepoint/engine';
import { fingerprintOf } from '../archive/fingerprintOf';
import { formatTableName } from '../archive/formatTableName';
import { onlyTables, withoutTables } from './dumpArguments';
import { dumpArchive } from './dumpArchive';
import { formats } from './formats';
import type { SizedTable } from './planStreams';

type DumpOptions = Parameters<typeof dumpArchive>[0];

interface Section {
  name: string;
  format: string;
  args: string[];
}

/** `named` are the tables of each data stream but the last, which takes the rest. */
function listSections(named: SizedTable[][]): Section[] {
  const data = [...named.map(onlyTables), withoutTables(named.flat())];
  return [
    {
      name: 'pre-data',
      format: formats.preData,
      args: ['--section=pre-data'],
    },
    ...data.map((args, index) => ({
      name: `data-${index + 1}`,
      format: formats.data,
      args,
    })),
    {
      name: 'post-data',
      format: formats.postData,
      args: ['--section=post-data'],
    },
  ];
}

/**
 * Dumps one database as several archives at once, all under the snapshot that `dump.args` name: the
 * definitions, the rows in streams of about the same size, the indexes. If one fails all do, with its
 * reason.
 */
export async function dumpSections(
  dump: DumpOptions,
  tables: SizedTable[],
  named: SizedTable[][],
): Promise<{
  streams: DumpStream[];
  finished: Promise<{ fingerprint: Fingerprint }>;
}> {
  const failed = new AbortController();
  const signal = AbortSignal.any([dump.signal, failed.signal]);
  const running = await Promise.all(
    listSections(named).map(async ({ name, format, args }) => ({
      name,
      format,
      ...(await dumpArchive({
        ...dump,
        signal,
        args: [...dump.args, ...args],
      })),
    })),
  ).catch(error => {
    failed.abort(error);
    throw error;
  });
  for (const { finished } of running) {
    finished.catch(error => failed.abort(error));
  }
  const finished = Promise.all(running.map(one => one.finished)).then(
    archives => {
      const fingerprint = fingerprintOf(archives);
      refuseLostTables(tables, fingerprint);
      return { fingerprint };
    },
  );
  finished.catch(() => {}); // the streams fail with the same reason
  return {
    streams: running.map(({ name, format, stream }) => ({
      name,
      format,
      stream,
    })),
    finished,
  };
}

/** A table that no stream took would be a loss that nothing else would show. */
function refuseLostTables(
  tables: SizedTable[],
  fingerprint: Fingerprint,
): void {
  const dumped = new Set(fingerprint.tables.map(({ name }) => name));
  const lost = tables
    .map(({ schema, name }) => formatTableName(schema, name))
    .filter(name => !dumped.has(name));
  if (lost.length > 0) {
    throw new SafepointError({
      kind: 'dump-failed',
      message: `pg_dump left out the rows of ${lost.join(', ')}.`,
    });
  }
}
