import { type AlertFigures, emptyFigures } from './judgeAlerts';
import type { SimulationResult } from './simulate';

/** The parts of one fleet as a whole. */
export function combineResults(parts: SimulationResult[]): SimulationResult {
  const sum = (of: (part: SimulationResult) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    happenings: sum(part => part.happenings),
    backups: sum(part => part.backups),
    messages: sum(part => part.messages),
    outages: parts[0].outages,
    alerts: parts.reduce(
      (all, { alerts }) => combineFigures(all, alerts),
      emptyFigures(),
    ),
    curve: parts[0].curve.map(({ day }, index) => ({
      day,
      points: sum(({ curve }) => curve[index].points),
    })),
    deleted: sum(part => part.deleted),
    retentionFaults: parts.flatMap(part => part.retentionFaults),
  };
}

function combineFigures(a: AlertFigures, b: AlertFigures): AlertFigures {
  return {
    misses: a.misses + b.misses,
    alerts: a.alerts + b.alerts,
    brief: a.brief + b.brief,
    late: [...a.late, ...b.late],
    missed: [...a.missed, ...b.missed],
    twice: [...a.twice, ...b.twice],
    falseAlarms: [...a.falseAlarms, ...b.falseAlarms],
    delays: [...a.delays, ...b.delays],
  };
}
