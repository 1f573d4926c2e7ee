import { medianOf } from './robustTrend';
import type { UnusualWarning } from './UnusualWarning';
import { minimumHistory, type UsualSample } from './UsualSample';

/** A table of fewer rows may well be empty at times. */
const notableRows = 10;
const maxListed = 5;

/**
 * Tables that had rows in every point before and have none now, or that are gone. One that is gone while
 * another of the same name but for its digits is there was rotated: partitions by date come and go.
 */
export function judgeTables(
  history: UsualSample[],
  point: UsualSample,
): UnusualWarning[] {
  if (history.length < minimumHistory) return [];
  const now = new Map(point.tables.map(({ name, rows }) => [name, rows]));
  const patterns = new Set([...now.keys()].map(withoutDigits));
  const warnings = findSteadyTables(history).flatMap(({ name, usual }) => {
    const rows = now.get(name);
    if (rows === undefined) {
      return patterns.has(withoutDigits(name)) ? [] : [gone(name, usual)];
    }
    return rows === 0 && usual >= notableRows ? [emptied(name, usual)] : [];
  });
  if (warnings.length <= maxListed) return warnings;
  const [first] = warnings;
  const rest = warnings.length - maxListed + 1;
  return [
    ...warnings.slice(0, maxListed - 1),
    {
      ...first,
      table: undefined,
      message: `${rest} more tables are gone or empty.`,
      value: 0,
    },
  ];
}

/** Those that had rows in every one of these points. */
function findSteadyTables(
  history: UsualSample[],
): { name: string; usual: number }[] {
  const seen = new Map<string, number[]>();
  for (const { tables } of history) {
    for (const { name, rows } of tables) {
      if (rows > 0) seen.set(name, [...(seen.get(name) ?? []), rows]);
    }
  }
  return [...seen]
    .filter(([, rows]) => rows.length === history.length)
    .map(([name, rows]) => ({ name, usual: medianOf(rows) }))
    .sort((a, b) => b.usual - a.usual || (a.name < b.name ? -1 : 1));
}

function withoutDigits(name: string): string {
  return name.replace(/\d+/g, '#');
}

function gone(table: string, usual: number): UnusualWarning {
  return {
    code: 'table-gone',
    table,
    message: `The table ${table} is gone; it had ${usual} rows.`,
    ...{ value: 0, usual, low: 1, high: usual },
  };
}

function emptied(table: string, usual: number): UnusualWarning {
  return {
    code: 'table-empty',
    table,
    message: `The table ${table} is empty; it had ${usual} rows.`,
    ...{ value: 0, usual, low: 1, high: usual },
  };
}
