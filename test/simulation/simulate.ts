import { day, makeFleet, randomOf } from './fleet';
import { type AlertFigures, emptyFigures, judgeAlerts } from './judgeAlerts';
import { Portal } from './Portal';
import type { Told } from './ProblemDesk';
import { SimulatedStore } from './SimulatedStore';
import { Timeline } from './Timeline';

export interface SimulationOptions {
  seed: number;
  stores: number;
  days: number;
  /** One of several that are simulated side by side; default: all. */
  part?: { index: number; of: number };
  say?: (line: string) => void;
}

export interface SimulationResult {
  happenings: number;
  /** Tried, whatever came of them. */
  backups: number;
  messages: number;
  outages: number;
  alerts: AlertFigures;
  /** Points in storage at the end of each part of the time. */
  curve: { day: number; points: number }[];
  deleted: number;
  retentionFaults: string[];
}

const start = Date.UTC(2026, 0, 1);
const parts = 12;
/** Shorter gaps between two misses of the same are one problem. */
const calm = 320_000;

/** A fleet for some time, by the product's rules and a clock of its own. */
export function simulate(options: SimulationOptions): SimulationResult {
  const { seed } = options;
  const span = { from: start, until: start + options.days * day };
  const fleet = makeFleet({ ...options, span });
  const timeline = new Timeline(start);
  const portal = new Portal(timeline, fleet.outages);
  const stores = fleet.stores.map(
    store => new SimulatedStore(store, portal, randomOf(-seed, store.index)),
  );
  for (const store of stores) {
    timeline.plan(store.definition.knownSince, () => store.begin());
  }
  const curve: SimulationResult['curve'] = [];
  let happenings = 0;
  for (let part = 1; part <= parts; part += 1) {
    const days = (options.days * part) / parts;
    happenings += timeline.runUntil(start + days * day);
    const points = stores.reduce(
      (sum, { retention }) => sum + retention.storedPoints,
      0,
    );
    curve.push({ day: Math.round(days), points });
    options.say?.(`day ${Math.round(days)}: ${points} recovery points`);
  }
  const told = groupByStore(portal.desks.flatMap(desk => desk.told));
  const alerts = emptyFigures();
  for (const { definition, truth, retention } of stores) {
    const { entityRef } = definition.instance;
    judgeAlerts(
      definition,
      {
        misses: truth.misses(span.until, calm),
        told: told.get(entityRef) ?? [],
        outages: fleet.outages,
        end: span.until,
      },
      alerts,
    );
    retention.compare();
  }
  return {
    happenings,
    backups: stores.reduce((sum, { made }) => sum + made, 0),
    messages: portal.desks.reduce((sum, { messages }) => sum + messages, 0),
    outages: fleet.outages.length,
    alerts,
    curve,
    deleted: stores.reduce((sum, store) => sum + store.retention.deleted, 0),
    retentionFaults: stores.flatMap(({ retention }) => retention.faults),
  };
}

function groupByStore(all: Told[]): Map<string, Told[]> {
  const byStore = new Map<string, Told[]>();
  for (const one of all) {
    const others = byStore.get(one.store);
    if (others) others.push(one);
    else byStore.set(one.store, [one]);
  }
  return byStore;
}
