import {
  planRetention,
  type RetainedPoint,
} from '@safepoint/backstage-plugin-safepoint-common';
import { day, type FleetStore } from './fleet';
import { expectedToStay, type MadePoint } from './expectedToStay';

const grace = 3 * day;

/** Plans and deletes the points of one store once a day, and looks at what that comes to. */
export class Retention {
  /** What was deleted that must never be, or kept or deleted against the rules. */
  readonly faults: string[] = [];
  deleted = 0;
  readonly #made = new Map<string, MadePoint>();
  readonly #deleteAfter = new Map<string, number>();

  constructor(
    private readonly store: FleetStore,
    private readonly points: RetainedPoint[],
  ) {}

  run(now: Date): void {
    const complete = this.points.filter(isStored);
    for (const { id, stateAt } of complete) {
      this.#made.set(id, { id, stateAt: stateAt! });
    }
    const decisions = planRetention({
      points: complete,
      rules: this.store.tier.retention,
      verificationLevel: this.store.tier.objectives.verificationLevel,
      lastKnownGood: complete.findLast(({ status }) => status === 'available')
        ?.id,
      deployments: [],
      holds: [],
      inUse: [],
      keptMates: [],
      now,
    });
    for (const { point, keep } of decisions) this.#apply(point, keep, now);
    this.#forgetDeleted();
  }

  #apply(point: RetainedPoint, keep: boolean, now: Date): void {
    const deleteAfter = this.#deleteAfter.get(point.id);
    if (keep) {
      point.status = 'available';
      this.#deleteAfter.delete(point.id);
    } else if (deleteAfter === undefined) {
      this.#guard(point);
      point.status = 'expired';
      this.#deleteAfter.set(point.id, now.getTime() + grace);
    } else if (deleteAfter <= now.getTime()) {
      this.#guard(point);
      point.status = 'deleted';
      this.#deleteAfter.delete(point.id);
      this.deleted += 1;
    }
  }

  #guard(point: RetainedPoint): void {
    const others = this.points.filter(isStored);
    const newest = others.at(-1);
    const proven = others.findLast(({ level }) => level === 'L3');
    if (point === newest || point === proven) {
      this.faults.push(
        `${this.store.instance.entityRef}: ${point.id} was to go, the newest ${
          point === newest ? 'one' : 'proven one'
        }.`,
      );
    }
  }

  /** Failed attempts, too, are of no use once something newer is there. */
  #forgetDeleted(): void {
    const recent = this.points.length - 12;
    const stays = this.points.filter(
      ({ status }, index) =>
        status !== 'deleted' && (status !== 'failed' || index >= recent),
    );
    this.points.splice(0, this.points.length, ...stays);
  }

  /** Compares what is kept with what the rules ask for, counted over all that was ever made. */
  compare(): void {
    // What got lost was counted as long as it was there.
    if (this.store.damages.length > 0) return;
    const kept = this.points
      .filter(({ status }) => status === 'available')
      .filter(({ id }) => this.#made.has(id));
    const proven = this.points.findLast(
      point => isStored(point) && point.level === 'L3',
    );
    const expected = expectedToStay(
      [...this.#made.values()],
      this.store.tier.retention,
    );
    if (proven) expected.add(proven.id);
    const wrong = [
      ...kept.filter(({ id }) => !expected.has(id)).map(({ id }) => `+${id}`),
      ...[...expected]
        .filter(id => !kept.some(point => point.id === id))
        .map(id => `-${id}`),
    ];
    if (wrong.length > 0) {
      this.faults.push(
        `${
          this.store.instance.entityRef
        }: kept otherwise than the rules say: ${wrong.join(' ')}`,
      );
    }
  }

  get storedPoints(): number {
    return this.points.filter(isStored).length;
  }
}

function isStored({ status }: RetainedPoint): boolean {
  return status === 'available' || status === 'expired';
}
