import type { FleetStore } from './fleet';
import { contains, type Interval } from './Interval';
import { hasQuietNights } from './Portal';
import type { Told } from './ProblemDesk';
import type { Miss } from './Truth';

const second = 1_000;
const minute = 60 * second;
/** What is over so soon may be told or not. */
const brief = 90 * second;
const night = 8 * 60 * minute;

const codesOfRpo = ['rpo-missed', 'never-saved'];
const codesOfWarnings = ['proof-stale', 'last-backup-failed'];

/** What became of what people had to be told. */
export interface AlertFigures {
  misses: number;
  alerts: number;
  /** Over before it had to be told. */
  brief: number;
  late: string[];
  missed: string[];
  twice: string[];
  falseAlarms: string[];
  /** Seconds from each miss of an RPO to its alert, the portal's outages and wished quiet not counted. */
  delays: number[];
}

export function emptyFigures(): AlertFigures {
  return {
    misses: 0,
    alerts: 0,
    brief: 0,
    late: [],
    missed: [],
    twice: [],
    falseAlarms: [],
    delays: [],
  };
}

/** Holds what was told of one store against what had to be told of it. */
export function judgeAlerts(
  store: FleetStore,
  world: { misses: Miss[]; told: Told[]; outages: Interval[]; end: number },
  figures: AlertFigures,
): void {
  const { misses, outages, end } = world;
  const open = new Set(world.told);
  figures.misses += misses.length;
  figures.alerts += open.size;
  for (const miss of misses) {
    const outage = outages.find(one => contains(one, miss.from));
    const from = outage ? outage.until : miss.from;
    const told = world.told.filter(
      one =>
        one.code === miss.code &&
        one.at >= miss.from &&
        one.at <= miss.until + boundOf(store, miss),
    );
    told.forEach(one => open.delete(one));
    const what = `${store.instance.entityRef} ${miss.code} ${new Date(
      miss.from,
    ).toISOString()}`;
    if (told.length > 1) figures.twice.push(what);
    if (told.length === 0) {
      const isBrief = miss.until - from < Math.max(brief, quietOf(store, miss));
      if (isBrief) figures.brief += 1;
      else if (end - from > boundOf(store, miss)) figures.missed.push(what);
      continue;
    }
    const delay = told[0].at - from;
    if (codesOfRpo.includes(miss.code) && quietOf(store, miss) === 0) {
      figures.delays.push(delay / second);
    }
    if (delay > boundOf(store, miss)) {
      figures.late.push(`${what}, told after ${delay / second} s`);
    }
  }
  for (const one of open) {
    figures.falseAlarms.push(
      `${one.store} ${one.code} ${new Date(one.at).toISOString()}`,
    );
  }
}

/** RPO to the minute, everything else within a quarter of an hour, and after the night where that was wished. */
function boundOf(store: FleetStore, miss: Miss): number {
  const bound = codesOfRpo.includes(miss.code) ? minute : 15 * minute;
  return bound + quietOf(store, miss);
}

function quietOf(store: FleetStore, { code }: Miss): number {
  const isCritical = store.production && !codesOfWarnings.includes(code);
  return hasQuietNights(store.owner) && !isCritical ? night + 15 * minute : 0;
}
