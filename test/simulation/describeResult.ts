import type { SimulationResult } from './simulate';

/** Of a hundred alerts at most a tenth may be false. */
const falseAlarmsAllowed = 0.001;

/** Everything that did not hold, in sentences; nothing if all did. */
export function findFaults({
  alerts,
  retentionFaults,
}: SimulationResult): string[] {
  const share = alerts.falseAlarms.length / Math.max(1, alerts.alerts);
  return [
    ...alerts.missed.map(what => `Nobody was told: ${what}`),
    ...alerts.late.map(what => `Too late: ${what}`),
    ...alerts.twice.map(what => `Told twice: ${what}`),
    ...(share >= falseAlarmsAllowed
      ? alerts.falseAlarms.map(what => `False alarm: ${what}`)
      : []),
    ...retentionFaults,
  ];
}

/** The figures in one line. */
export function formatFigures({ alerts, ...result }: SimulationResult): string {
  const { misses, missed, late, twice, falseAlarms } = alerts;
  const stored = result.curve.at(-1)?.points ?? 0;
  return `${result.backups} backups, ${misses} missed objectives, ${alerts.alerts} alerts in ${result.messages} messages: ${missed.length} missed, ${late.length} late, ${twice.length} twice, ${falseAlarms.length} false; ${stored} recovery points stored, ${result.deleted} deleted, ${result.retentionFaults.length} against the rules`;
}

/** The middle one, and the longest. */
export function summariseDelays(delays: number[]): {
  median: number;
  longest: number;
} {
  const sorted = [...delays].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    longest: sorted.at(-1) ?? 0,
  };
}
