import type { CronSchedule } from '../policy';
import { jitterSeconds, type SpreadKey } from './jitter';
import { newestSlot, nextSlot } from './occurrences';

/** The slot that is next, and when its turn is. @public */
export interface Turn {
  slot: Date;
  /** The slot and the instance's jitter, unless a pause, a window or an outage has put it off. */
  dueAt: Date;
}

/** Whose turn, by which schedule. @public */
export interface TurnRule {
  key: SpreadKey;
  schedule: CronSchedule;
  maxJitterSeconds: number;
}

/** The turn of the first slot after that moment; undefined if there is none ever again. @public */
export function turnAfter(rule: TurnRule, after: Date): Turn | undefined {
  const slot = nextSlot(rule.schedule, after);
  return slot && { slot, dueAt: dueAtOf(rule, slot) };
}

/**
 * The turn by a schedule that is new to the instance: of the slot after the last one that was used, or of
 * the newest if that is over, so that a change of a policy neither drops a backup nor counts as missed.
 *
 * @param lastSlot - undefined where there was none; then only what comes is due
 * @public
 */
export function firstTurn(
  rule: TurnRule,
  lastSlot: Date | undefined,
  now: Date,
): Turn | undefined {
  const turn = turnAfter(rule, lastSlot ?? now);
  if (!turn || turn.slot > now) return turn;
  const slot = newestSlot(rule.schedule, now) ?? turn.slot;
  return { slot, dueAt: dueAtOf(rule, slot) };
}

/** @internal */
export function dueAtOf(rule: TurnRule, slot: Date): Date {
  return new Date(slot.getTime() + jitterOf(rule) * 1_000);
}

/** @internal */
export function jitterOf({
  key,
  schedule,
  maxJitterSeconds,
}: TurnRule): number {
  return jitterSeconds(key, schedule, maxJitterSeconds);
}
