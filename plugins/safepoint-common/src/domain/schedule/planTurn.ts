import { newestSlot } from './occurrences';
import { isPaused, type SchedulePause } from './pause';
import { dueAtOf, jitterOf, type Turn, turnAfter, type TurnRule } from './turn';

/** Why a turn that is due has not come. @public */
export type TurnDelay =
  | 'paused'
  | 'maintenance'
  | 'catch-up'
  | 'under-way'
  | 'store-busy'
  | 'project-full'
  | 'no-recovery-project'
  | 'nothing-to-drill';

/** What keeps the work from being started, as it is found out. @public */
export interface TurnObstacle {
  because: Exclude<TurnDelay, 'paused' | 'maintenance' | 'catch-up'>;
  /** A sentence. */
  reason: string;
}

/** @public */
export interface TurnInput extends TurnRule {
  turn: Turn;
  now: Date;
  /** Why it was put off before, if it was. */
  delay?: TurnDelay;
  pause?: SchedulePause;
  /** The maintenance window that is open for it. */
  window?: { name: string; endsAt: Date };
  obstacle?: TurnObstacle;
}

/** @public */
export type TurnPlan =
  /** Start the work of that slot; the turn after it is `next`. */
  | {
      action: 'start';
      slot: Date;
      /** The first of the slots that passed without their turn, where there are such. */
      missedSince?: Date;
      next?: Turn;
    }
  /** The turn is later, and nobody is waiting for it until then. */
  | { action: 'postpone'; because: TurnDelay; dueAt: Date; reason: string }
  /** It is due and cannot be started; look again then. */
  | { action: 'wait'; because: TurnDelay; lookAt: Date; reason: string };

/** A turn that is later than that without having waited is one that an outage has kept. */
const outageSeconds = 300;
/** Leases and runs end at any moment; what needs a person does not. */
const lookAgainSeconds = 60;
const blockedLookAgainSeconds = 1_800;

/**
 * What becomes of a turn whose time has come. Whatever was missed, one turn makes up for it, with the newest
 * slot; after an outage it is put off once by the jitter, or the whole fleet would start in one moment.
 *
 * @public
 */
export function planTurn(input: TurnInput): TurnPlan {
  return planDelay(input) ?? planWait(input) ?? planStart(input);
}

function planDelay(input: TurnInput): TurnPlan | undefined {
  const { now, pause, turn, window } = input;
  const jitter = jitterOf(input) * 1_000;
  if (pause && isPaused(pause, now)) {
    return {
      action: 'postpone',
      because: 'paused',
      dueAt: new Date(pause.until.getTime() + jitter),
      reason: `It is paused until ${pause.until.toISOString()}: ${
        pause.reason
      }`,
    };
  }
  if (window) {
    return {
      action: 'postpone',
      because: 'maintenance',
      dueAt: new Date(window.endsAt.getTime() + jitter),
      reason: `The maintenance window '${
        window.name
      }' is open until ${window.endsAt.toISOString()}.`,
    };
  }
  const late = now.getTime() - turn.dueAt.getTime();
  if (late > outageSeconds * 1_000 && !hasWaited(input) && jitter > 0) {
    return {
      action: 'postpone',
      because: 'catch-up',
      dueAt: new Date(now.getTime() + jitter),
      reason: `It was due at ${turn.dueAt.toISOString()}, when the portal did not start anything; it is made up for.`,
    };
  }
  return undefined;
}

/** Put off once for an outage, it is not put off for the next one. */
function hasWaited({ delay }: TurnInput): boolean {
  return delay !== undefined && delay !== 'paused' && delay !== 'maintenance';
}

function planWait({ now, obstacle }: TurnInput): TurnPlan | undefined {
  if (!obstacle) return undefined;
  const seconds = isBlocked(obstacle.because)
    ? blockedLookAgainSeconds
    : lookAgainSeconds;
  return {
    action: 'wait',
    ...obstacle,
    lookAt: new Date(now.getTime() + seconds * 1_000),
  };
}

/** Whether somebody has to do something before it can go on. @public */
export function isBlocked(because: TurnDelay): boolean {
  return because === 'no-recovery-project' || because === 'nothing-to-drill';
}

function planStart(input: TurnInput): TurnPlan {
  const { now, schedule, turn } = input;
  const following = turnAfter(input, turn.slot);
  if (!following || following.dueAt > now) {
    return { action: 'start', slot: turn.slot, next: following };
  }
  const over = new Date(now.getTime() - jitterOf(input) * 1_000);
  const slot = newestSlot(schedule, over) ?? turn.slot;
  return {
    action: 'start',
    slot,
    missedSince: turn.slot,
    next: turnAfter(input, slot),
  };
}

/** When a turn is that was put off and is not any more: as it was meant, or now if that is over. @public */
export function turnWithoutDelay(rule: TurnRule, turn: Turn, now: Date): Turn {
  const meant = dueAtOf(rule, turn.slot);
  return { slot: turn.slot, dueAt: meant > now ? meant : now };
}
