import { formatBytes } from './formatBytes';

/** How far one store has come. */
export interface StoreProgress {
  entityRef: string;
  phase: string;
  bytes: number;
  /** Since the phase began. */
  seconds: number;
}

/** A rate over less than this is noise. */
const minimumSeconds = 0.5;

function describe(
  { entityRef, phase, bytes, seconds }: StoreProgress,
  nameOf: (entityRef: string) => string,
): string {
  const amount = `${nameOf(entityRef)}: ${formatBytes(bytes)}`;
  // Whatever follows the transfer moves no bytes of ours.
  if (phase !== 'transfer') return `${amount}, ${phase}`;
  return seconds >= minimumSeconds
    ? `${amount}, ${formatBytes(bytes / seconds)}/s`
    : amount;
}

/** One line for all stores that are being worked on, no longer than the terminal is wide. */
export function renderProgress(
  stores: StoreProgress[],
  columns: number,
): string {
  const name = (entityRef: string) => entityRef.split('/').at(-1) ?? entityRef;
  const names = stores.map(({ entityRef }) => name(entityRef));
  const told =
    stores.length > 1 && new Set(names).size === names.length
      ? name
      : (entityRef: string) => entityRef;
  const line = stores.map(store => describe(store, told)).join(' | ');
  // The last column stays empty: a terminal that wraps there cannot take the line back.
  const width = Math.max(1, columns - 1);
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
