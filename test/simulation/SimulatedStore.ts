import {
  decidePosture,
  type DrillFact,
  planTurn,
  type Problem,
  type RetainedPoint,
  type Turn,
  turnAfter,
  type TurnDelay,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedPoint } from '../../plugins/safepoint-backend/src/database/RecordedPoint';
import { postureProblems } from '../../plugins/safepoint-backend/src/posture/postureProblems';
import { describeDamages } from '../../plugins/safepoint-backend/src/scrub/describeProblems';
import { day, type FleetStore, type TroubleKind } from './fleet';
import { contains } from './Interval';
import type { Portal } from './Portal';
import { Retention } from './Retention';
import { Truth } from './Truth';

type Work = 'backup' | 'drill';

const maxJitterSeconds = 900;
/** A run that says nothing any more is given up after that. */
const leaseMilliseconds = 15 * 60_000;
/** How often storage is looked at. */
const scrubPeriod = day;
/** Seldom, since it costs more than all the rest. */
const retentionPeriod = 3 * day;

/** One store, its jobs and its storage, under the rules of the product. */
export class SimulatedStore {
  readonly truth: Truth;
  readonly points: RetainedPoint[] = [];
  readonly retention: Retention;
  readonly #drills: DrillFact[] = [];
  readonly #turns = new Map<Work, { turn: Turn; delay?: TurnDelay }>();
  readonly #underWay = new Set<Work>();
  made = 0;
  #evaluation = 0;

  constructor(
    readonly definition: FleetStore,
    private readonly portal: Portal,
    private readonly random: () => number,
  ) {
    this.truth = new Truth(definition);
    this.retention = new Retention(definition, this.points);
  }

  begin(): void {
    const { knownSince, damages } = this.definition;
    const { timeline } = this.portal;
    for (const work of ['backup', 'drill'] as const) {
      const turn = turnAfter(this.#rule(work), new Date(knownSince))!;
      this.#turns.set(work, { turn });
      this.portal.plan('schedule', turn.dueAt.getTime(), () =>
        this.#takeTurn(work),
      );
    }
    for (const damage of damages) {
      timeline.plan(damage.at, () => this.#lose(damage.dealtWithAfter));
    }
    this.#evaluateSoon(knownSince);
    this.#retain(knownSince + this.random() * retentionPeriod);
  }

  #rule(work: Work) {
    const { instance, tier } = this.definition;
    return {
      key: { instanceId: instance.id, kind: work },
      schedule: work === 'backup' ? tier.backups : tier.drills,
      maxJitterSeconds,
    };
  }

  #has(kind: TroubleKind): boolean {
    const { now } = this.portal.timeline;
    return this.definition.troubles.some(
      trouble => trouble.kind === kind && contains(trouble, now),
    );
  }

  #takeTurn(work: Work): void {
    const state = this.#turns.get(work)!;
    const now = new Date(this.portal.timeline.now);
    const plan = planTurn({
      ...this.#rule(work),
      ...state,
      now,
      pause: this.#pause(),
      obstacle: this.#obstacleOf(work),
    });
    if (plan.action === 'start') {
      state.turn = plan.next!;
      state.delay = undefined;
      this.#start(work);
    } else {
      state.delay = plan.because;
      if (plan.action === 'postpone') {
        state.turn = { slot: state.turn.slot, dueAt: plan.dueAt };
      }
    }
    const lookAt = plan.action === 'wait' ? plan.lookAt : state.turn.dueAt;
    this.portal.plan('schedule', lookAt.getTime(), () => this.#takeTurn(work));
  }

  #pause() {
    const { now } = this.portal.timeline;
    const paused = this.definition.troubles.find(
      trouble => trouble.kind === 'paused' && contains(trouble, now),
    );
    return (
      paused && {
        until: new Date(paused.until),
        reason: 'a migration',
        by: 'user:default/dana',
        at: new Date(paused.from),
      }
    );
  }

  #obstacleOf(work: Work) {
    if (this.#has(work === 'backup' ? 'backups-stop' : 'drills-stop')) {
      return { because: 'no-recovery-project', reason: 'none' } as const;
    }
    if (work === 'drill' && !this.#newest()) {
      return { because: 'nothing-to-drill', reason: 'none' } as const;
    }
    return this.#underWay.has(work)
      ? ({ because: 'under-way', reason: 'one' } as const)
      : undefined;
  }

  #newest(): RetainedPoint | undefined {
    return this.points.findLast(({ status }) => status === 'available');
  }

  #start(work: Work): void {
    const { timeline } = this.portal;
    const queued = (10 + this.random() * 60) * 1_000;
    const takes = this.definition.seconds * (0.8 + this.random() * 0.4) * 1_000;
    const startedAt = Math.round(timeline.now + queued);
    this.#underWay.add(work);
    const end = (at: number, good: boolean) =>
      timeline.plan(at, () => {
        // A job whose portal is down cannot report; its lease runs out.
        if (this.portal.isDown()) {
          this.portal.plan('sweep', timeline.now, () =>
            this.#end(work, startedAt, false),
          );
        } else this.#end(work, startedAt, good);
      });
    if (work === 'backup' && this.#has('runs-lost')) {
      end(startedAt + leaseMilliseconds, false);
    } else {
      end(
        startedAt + takes,
        !this.#has(work === 'backup' ? 'backups-fail' : 'drills-fail'),
      );
    }
  }

  #end(work: Work, startedAt: number, good: boolean): void {
    this.#underWay.delete(work);
    const { now } = this.portal.timeline;
    if (work === 'backup') this.#save(startedAt, good, now);
    else this.#prove(startedAt, good, now);
    this.#evaluateSoon(now);
  }

  #save(startedAt: number, good: boolean, now: number): void {
    this.made += 1;
    const stateAt = startedAt + 2_000;
    this.points.push({
      id: String(this.made).padStart(8, '0'),
      instanceId: this.definition.instance.id,
      trigger: 'scheduled',
      status: good ? 'available' : 'failed',
      stateAt: new Date(stateAt),
      createdAt: new Date(startedAt),
      level: 'L0',
    });
    this.truth.backupEnded({ startedAt, stateAt, at: now, good });
  }

  #prove(startedAt: number, good: boolean, now: number): void {
    const point = this.#newest();
    if (!point) return;
    point.level = good ? 'L3' : 'L0';
    this.#drills.push({
      recoveryPointId: point.id,
      outcome: good ? 'passed' : 'failed',
      level: good ? 'L3' : 'L1',
      finishedAt: new Date(now),
      recoverySeconds: 300,
    });
    if (this.#drills.length > 10) this.#drills.shift();
    this.truth.drillEnded({ startedAt, at: now, good });
  }

  /** The bytes are gone now; the next look at storage finds it, later somebody deals with it. */
  #lose(dealtWithAfter: number): void {
    const point = this.#newest();
    if (!point) return;
    const found = this.portal.timeline.now + this.random() * scrubPeriod;
    this.portal.plan('scrub', found, () => {
      if (point.status !== 'available' && point.status !== 'expired') return;
      const { now } = this.portal.timeline;
      point.status = 'missing';
      this.truth.foundMissing(point.stateAt!.getTime(), now);
      this.#evaluateSoon(now);
      this.portal.plan('schedule', now + dealtWithAfter, () => {
        point.status = 'deleted';
        this.truth.dealtWith(this.portal.timeline.now);
        this.#evaluateSoon(this.portal.timeline.now);
      });
    });
  }

  #evaluateSoon(at: number): void {
    this.#evaluation += 1;
    const evaluation = this.#evaluation;
    this.portal.plan('posture', at, () => {
      if (evaluation === this.#evaluation) this.#evaluate();
    });
  }

  #evaluate(): void {
    const { instance, tier, production, knownSince } = this.definition;
    const { objectives } = tier;
    const now = new Date(this.portal.timeline.now);
    const posture = decidePosture({
      instance,
      points: this.#recentPoints(),
      drills: this.#drills,
      deployments: [],
      restores: [],
      objectives,
      bound: true,
      now,
    });
    const { problems, changesAt } = postureProblems(posture, {
      entityRef: instance.entityRef,
      environment: instance.environment,
      production,
      objectives,
      knownSince: new Date(knownSince),
      now,
    });
    this.portal.settle(
      this.definition,
      [...problems, ...this.#damages(now)],
      now,
    );
    const moments = [posture.changesAt, changesAt].flatMap(
      moment => moment?.getTime() ?? [],
    );
    if (moments.length > 0) this.#evaluateSoon(Math.min(...moments));
  }

  /** What the scrub tells of. */
  #damages(now: Date): Problem[] {
    const damaged = this.points
      .filter(({ status }) => status === 'missing')
      .map(point => ({ point: point as RecordedPoint, findings: [] }));
    return describeDamages(damaged, this.definition.instance, {
      link: '',
      now,
    });
  }

  /** What the portal reads of them: the newest, what is damaged, and what was proven. */
  #recentPoints(): RetainedPoint[] {
    const proven = new Set(
      this.#drills.map(({ recoveryPointId }) => recoveryPointId),
    );
    const recent = this.points.length - 12;
    return this.points.filter(
      ({ id, status }, index) =>
        index >= recent || status === 'missing' || proven.has(id),
    );
  }

  #retain(at: number): void {
    this.portal.plan('retention', at, () => {
      const { now } = this.portal.timeline;
      this.retention.run(new Date(now));
      this.#retain(now + retentionPeriod);
    });
  }
}
