import type { Readable } from 'node:stream';
import type { DumpStream } from '@safepoint/engine';
import type { ArchiveHead } from '../archive/readArchiveHead';
import { readHead } from '../archive/readHead';
import type { PostgresConnection } from '../connection/PostgresConnection';
import type { PostgresTool } from '../tools/PostgresTool';
import { applyArchive } from './applyArchive';
import type { ArrangedStreams } from './arrangeStreams';
import { type EntryRules, planEntries } from './planEntries';
import { RestoreFolder } from './RestoreFolder';

export interface ApplyOptions {
  /** The database to fill. */
  connection: PostgresConnection;
  rules: EntryRules;
  extraArgs: string[];
  signal: AbortSignal;
}

/** What can be known before anything is written: which pg_dump made the archives. */
export interface OpenedArchives {
  toolVersion: string;
  /** Fills the database. Nothing of the rows touches the disk. */
  apply(tool: PostgresTool, options: ApplyOptions): Promise<void>;
}

type Apply = (
  source: DumpStream,
  head: ArchiveHead,
  file?: { file: string; jobs: number },
) => Promise<void>;

/** Reads the heads, so that nothing is made for a dump that cannot be read. */
export async function openArchives(
  streams: ArrangedStreams,
  signal: AbortSignal,
): Promise<OpenedArchives> {
  const first = 'whole' in streams ? streams.whole : streams.preData;
  const head = await readHead(first.stream, signal);
  return {
    toolVersion: head.toolVersion,
    apply: (tool, options) =>
      inFolder(tool, options, (apply, folder) =>
        'whole' in streams
          ? apply(first, head)
          : applySections(streams, { head, apply, folder, signal }),
      ),
  };
}

async function inFolder(
  tool: PostgresTool,
  options: ApplyOptions,
  work: (apply: Apply, folder: RestoreFolder) => Promise<void>,
): Promise<void> {
  const folder = await RestoreFolder.make();
  const apply: Apply = async ({ name, stream }, head, file) =>
    applyArchive({
      ...options,
      tool,
      source: file ?? { stream },
      list: await folder.writeList(name, planEntries(head, options.rules)),
    });
  try {
    await work(apply, folder);
  } finally {
    await folder.remove();
  }
}

/**
 * Definitions, then all rows at once, then indexes by as many connections. The last archive is fetched
 * right away: by the time that it is its turn, its storage would have given up waiting.
 */
async function applySections(
  streams: Exclude<ArrangedStreams, { whole: DumpStream }>,
  context: {
    head: ArchiveHead;
    apply: Apply;
    folder: RestoreFolder;
    signal: AbortSignal;
  },
): Promise<void> {
  const { apply, folder, signal } = context;
  const { preData, data, postData } = streams;
  const lastHead = await readHead(postData.stream, signal);
  const file = await folder.writeArchive('archive', postData.stream, signal);
  await apply(preData, context.head);
  await allOrNone(
    data.map(stream => stream.stream),
    data.map(async stream =>
      apply(stream, await readHead(stream.stream, signal)),
    ),
  );
  await apply(postData, lastHead, { file, jobs: data.length });
}

/** Waits for all; the first that fails ends the others, and its reason is the one to know. */
async function allOrNone(
  streams: Readable[],
  work: Promise<void>[],
): Promise<void> {
  try {
    await Promise.all(work);
  } catch (error) {
    streams.forEach(stream => stream.destroy(error as Error));
    await Promise.allSettled(work);
    throw error;
  }
}
