import { type Interval, merge } from './Interval';
import type { FleetStore } from './fleet';

interface SavedState {
  stateAt: number;
  /** When the portal had it. */
  from: number;
  /** When it was known to be gone. */
  until: number;
}

interface Attempt {
  startedAt: number;
  /** When the portal knew how it ended. */
  at: number;
  good: boolean;
}

/** What a store must be alerted of, and when; found without any of the product's rules. */
export interface Miss extends Interval {
  code: string;
}

/**
 * What really happened to a store, written down while it happens, and what follows from it by plain
 * arithmetic: the other opinion that the product's own is held against.
 */
export class Truth {
  readonly #saved: SavedState[] = [];
  readonly #backups: Attempt[] = [];
  readonly #drills: Attempt[] = [];
  readonly #damages: Interval[] = [];

  constructor(private readonly store: FleetStore) {}

  backupEnded(attempt: Attempt & { stateAt: number }): void {
    this.#backups.push(attempt);
    if (attempt.good) {
      const { stateAt, at } = attempt;
      this.#saved.push({ stateAt, from: at, until: Infinity });
    }
  }

  drillEnded(attempt: Attempt): void {
    this.#drills.push(attempt);
  }

  foundMissing(stateAt: number, at: number): void {
    const saved = this.#saved.find(one => one.stateAt === stateAt)!;
    saved.until = at;
    this.#damages.push({ from: at, until: Infinity });
  }

  /** The first one that was found. */
  dealtWith(at: number): void {
    this.#damages.find(({ until }) => until === Infinity)!.until = at;
  }

  /** All that was not as it had to be before `end`; what is over and back within `gap` is one. */
  misses(end: number, gap: number): Miss[] {
    const codes: [string, Interval[]][] = [
      ...this.#missesOfRpo(end),
      ...this.#missesOfProof(end),
      ['last-backup-failed', failing(this.#backups, end)],
      ['drill-failed', failing(this.#drills, end)],
      [
        'recovery-points-missing',
        this.#damages.map(({ from, until }) => ({
          from,
          until: Math.min(until, end),
        })),
      ],
    ];
    return codes.flatMap(([code, intervals]) =>
      merge(intervals, gap).map(one => ({ code, ...one })),
    );
  }

  #missesOfRpo(end: number): [string, Interval[]][] {
    const { rpoSeconds } = this.store.tier.objectives;
    const never = this.store.knownSince + rpoSeconds * 1_000;
    const missed: Interval[] = [];
    const nothing: Interval[] = [];
    const moments = [
      this.store.knownSince,
      ...this.#saved.flatMap(({ from, until }) => [from, until]),
    ].filter(at => at < end);
    const inOrder = [...new Set(moments)].sort((a, b) => a - b);
    inOrder.forEach((from, index) => {
      const until = inOrder[index + 1] ?? end;
      // States come in their order, so that the last one that is there is the newest.
      const newest = this.#saved.findLast(
        one => one.from <= from && from < one.until,
      );
      if (newest) {
        const over = newest.stateAt + rpoSeconds * 1_000 + 1;
        missed.push({ from: Math.max(from, over), until });
      } else nothing.push({ from: Math.max(from, never), until });
    });
    return [
      ['rpo-missed', missed],
      ['never-saved', nothing],
    ];
  }

  #missesOfProof(end: number): [string, Interval[]][] {
    const within = this.store.tier.objectives.verifiedWithinSeconds * 1_000;
    const proofs = this.#drills.filter(({ good }) => good);
    const [first] = proofs;
    return [
      [
        'never-verified',
        [
          {
            from: this.store.knownSince + within,
            until: first ? first.at : end,
          },
        ],
      ],
      [
        'proof-stale',
        proofs.map(({ at }, index) => ({
          from: at + within + 1,
          until: proofs[index + 1]?.at ?? end,
        })),
      ],
    ];
  }
}

/** From each bad end to the next good one. */
function failing(attempts: Attempt[], end: number): Interval[] {
  const intervals: Interval[] = [];
  for (const { at, good } of attempts) {
    const last = intervals.at(-1);
    const isOpen = last?.until === end;
    if (good && isOpen) last.until = at;
    else if (!good && !isOpen) intervals.push({ from: at, until: end });
  }
  return intervals;
}
