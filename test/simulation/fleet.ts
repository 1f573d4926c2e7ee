import type {
  Objectives,
  CronSchedule,
  RetentionRules,
  StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { seededRandom } from '../faults/support/seededRandom';
import type { Interval } from './Interval';

export const hour = 3_600_000;
export const day = 24 * hour;

/** What can go wrong with a store for a while. */
export type TroubleKind =
  | 'backups-fail'
  | 'runs-lost'
  | 'backups-stop'
  | 'drills-fail'
  | 'drills-stop'
  | 'paused';

export interface Trouble extends Interval {
  kind: TroubleKind;
}

/** Bytes that are gone from storage at that moment; somebody has dealt with it later. */
export interface Damage {
  at: number;
  dealtWithAfter: number;
}

/** The rules of some of the stores. */
export interface Tier {
  name: string;
  backups: CronSchedule;
  drills: CronSchedule;
  objectives: Objectives;
  retention: RetentionRules;
}

/** A store and all that befalls it, decided before the year begins. */
export interface FleetStore {
  instance: StoreInstance;
  index: number;
  owner: string;
  production: boolean;
  tier: Tier;
  knownSince: number;
  troubles: Trouble[];
  damages: Damage[];
  /** Typical seconds and bytes of a backup. */
  seconds: number;
  bytes: number;
}

export interface Fleet {
  stores: FleetStore[];
  /** When the portal does not run. */
  outages: Interval[];
}

const retention = {
  last: 5,
  daily: 7,
  weekly: 4,
  monthly: 12,
  yearly: 1,
  pinDeploymentsSeconds: 0,
  immutableForSeconds: 0,
};

const tiers: (Tier & { share: number })[] = [
  {
    name: 'gold',
    share: 0.15,
    backups: { cron: '0 */6 * * *', timezone: 'UTC' },
    drills: { cron: '0 3 * * 0', timezone: 'Europe/Berlin' },
    objectives: objectives(8, 9),
    retention: { ...retention, daily: 14, yearly: 3 },
  },
  {
    name: 'silver',
    share: 0.6,
    backups: { cron: '30 1 * * *', timezone: 'America/New_York' },
    drills: { cron: '15 4 * * 1', timezone: 'UTC' },
    objectives: objectives(28, 10),
    retention,
  },
  {
    name: 'bronze',
    share: 0.25,
    backups: { cron: '10 22 * * 1,4', timezone: 'Asia/Tokyo' },
    drills: { cron: '0 5 1 * *', timezone: 'UTC' },
    objectives: objectives(5 * 24, 40),
    retention: { ...retention, last: 2, daily: 0 },
  },
];

function objectives(rpoHours: number, verifiedDays: number): Objectives {
  return {
    rpoSeconds: rpoHours * 3_600,
    rtoSeconds: 3_600,
    verifiedWithinSeconds: verifiedDays * 86_400,
    verificationLevel: 'L3',
  };
}

/** How long each kind of trouble may last, in days; the longest are those that people told us of. */
const lengths: Record<TroubleKind, number[]> = {
  'backups-fail': [0.2, 1, 3],
  'runs-lost': [0.2, 1],
  'backups-stop': [2, 14, 29, 44],
  'drills-fail': [2, 10],
  'drills-stop': [10, 30, 60],
  paused: [0.5, 3],
};

const owners = 100;

/** The same seed makes the same fleet, in as many parts as are wanted; an owner is in one of them. */
export function makeFleet(options: {
  seed: number;
  stores: number;
  span: Interval;
  part?: { index: number; of: number };
}): Fleet {
  const { seed, span, part = { index: 0, of: 1 } } = options;
  const random = seededRandom(seed);
  const stores = Array.from({ length: options.stores }, (_, index) => index)
    .filter(index => (index % owners) % part.of === part.index)
    .map(index => makeStore(index, span, randomOf(seed, index)));
  const days = (span.until - span.from) / day;
  const outages = Array.from({ length: Math.ceil(days / 45) }, () => {
    const from = span.from + random() * (span.until - span.from);
    return { from, until: from + (0.1 + random() * 6) * hour };
  });
  return { stores, outages };
}

/** Each store has its own, so that it fares the same in whatever part it is. */
export function randomOf(seed: number, index: number): () => number {
  return seededRandom(seed * 1_000_003 + index + 1);
}

function makeStore(
  index: number,
  span: Interval,
  random: () => number,
): FleetStore {
  const name = `store-${String(index + 1).padStart(5, '0')}`;
  const production = random() < 0.8;
  const environment = production ? 'production' : 'staging';
  // Some join during the year.
  const joins = random() < 0.1 ? random() * 0.5 : 0;
  const knownSince = Math.round(span.from + joins * (span.until - span.from));
  return {
    instance: {
      id: name,
      entityRef: `resource:default/${name}`,
      environment,
      driver: 'postgres',
      identityStatus: 'accepted',
    },
    owner: `group:default/team-${1 + (index % owners)}`,
    index,
    production,
    tier: chooseTier(random()),
    knownSince,
    troubles: makeTroubles({ from: knownSince, until: span.until }, random),
    damages:
      random() < 0.05
        ? [
            {
              at: knownSince + random() * (span.until - knownSince),
              dealtWithAfter: (2 + random() * 8) * day,
            },
          ]
        : [],
    seconds: 60 + random() * random() * 1_800,
    bytes: 1e6 * 10 ** (random() * 4),
  };
}

function chooseTier(chance: number): Tier {
  let left = chance;
  return (
    tiers.find(({ share }) => {
      left -= share;
      return left < 0;
    }) ?? tiers[0]
  );
}

/** About one and a half a year. */
function makeTroubles(span: Interval, random: () => number): Trouble[] {
  const kinds = Object.keys(lengths) as TroubleKind[];
  const troubles: Trouble[] = [];
  for (let at = span.from; ; ) {
    at += -Math.log(1 - random()) * 240 * day;
    if (at >= span.until) return troubles;
    const kind = kinds[Math.floor(random() * kinds.length)];
    const choice = lengths[kind];
    const length = choice[Math.floor(random() * choice.length)] * day;
    troubles.push({ kind, from: at, until: at + length });
    at += length;
  }
}
