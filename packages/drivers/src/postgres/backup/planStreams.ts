/** A table of the store and what it takes on the server's disk, without its indexes. */
export interface SizedTable {
  schema: string;
  name: string;
  bytes: number;
}

/** How many data streams: a number, or what is worth its cost. */
export type StreamsOption = 'auto' | number;

/** Below that the cost of more connections and catalog reads outweighs what is won. */
const worthwhileBytes = 1024 ** 3;
/** With more than that in one stream the others would only wait for it. */
const largestShare = 0.75;
const mostStreams = 4;
/** More would not fit into a command line; smaller ones hardly weigh. */
const mostNamed = 400;

/**
 * Shares the tables out to data streams of about the same size: those of each stream but the last,
 * which takes everything that no other one names. Undefined where one stream for all is better.
 */
export function planStreams(
  tables: SizedTable[],
  options: { streams: StreamsOption; cores: number },
): SizedTable[][] | undefined {
  const { streams, cores } = options;
  if (streams !== 'auto') {
    return streams > 1 ? shareOut(tables, streams).named : undefined;
  }
  const total = sum(tables);
  const count = Math.min(mostStreams, cores);
  if (total < worthwhileBytes || count < 2) return undefined;
  const { named, largestBytes } = shareOut(tables, count);
  return largestBytes <= largestShare * total ? named : undefined;
}

/** Largest first, each to the stream that has the least so far. */
function shareOut(tables: SizedTable[], streams: number) {
  const largestFirst = [...tables].sort(
    (a, b) =>
      b.bytes - a.bytes ||
      compare(a.schema, b.schema) ||
      compare(a.name, b.name),
  );
  const bins = Array.from(
    { length: streams },
    (): Bin => ({ tables: [], bytes: 0 }),
  );
  const last = bins[streams - 1];
  last.bytes = sum(largestFirst.slice(mostNamed));
  for (const table of largestFirst.slice(0, mostNamed)) {
    const lightest = bins.reduce((a, b) => (isLighter(b, a) ? b : a));
    lightest.tables.push(table);
    lightest.bytes += table.bytes;
  }
  return {
    // pg_dump with no name at all would dump everything.
    named: bins
      .filter(bin => bin !== last && bin.tables.length > 0)
      .map(bin => bin.tables),
    largestBytes: Math.max(...bins.map(({ bytes }) => bytes)),
  };
}

interface Bin {
  tables: SizedTable[];
  bytes: number;
}

/** Of empty tables each stream takes some, too. */
function isLighter(a: Bin, b: Bin): boolean {
  return (
    a.bytes < b.bytes ||
    (a.bytes === b.bytes && a.tables.length < b.tables.length)
  );
}

function sum(tables: SizedTable[]): number {
  return tables.reduce((total, { bytes }) => total + bytes, 0);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
