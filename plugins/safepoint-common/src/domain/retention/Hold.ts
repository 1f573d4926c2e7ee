/**
 * What keeps a recovery point by somebody's word: a `legal-hold` until it is released, a `pin` until its
 * date or its release.
 *
 * @public
 */
export type HoldKind = 'legal-hold' | 'pin';

/** @public */
export interface Hold {
  id: string;
  kind: HoldKind;
  recoveryPointId: string;
  /** Words of a person; shown, never interpreted. */
  reason: string;
  /** Of a pin. */
  until?: Date;
  releasedAt?: Date;
}

/** Whether it keeps its point now. @public */
export function isHolding(hold: Hold, now: Date): boolean {
  if (hold.releasedAt) return false;
  return hold.kind === 'legal-hold' || !hold.until || hold.until > now;
}

/** No pin reaches further; what must stay longer is a legal hold, which somebody answers for. @public */
export const maxPinYears = 10;

/** Everything that is wrong with what somebody wants to hold; empty if nothing is. @public */
export function checkHold(
  wanted: { kind: HoldKind; reason: string; until?: Date },
  now: Date,
): string[] {
  const { kind, reason, until } = wanted;
  const farthest = new Date(now);
  farthest.setUTCFullYear(now.getUTCFullYear() + maxPinYears);
  return [
    reason.trim() === '' &&
      '`reason` is empty; say why it must be kept, for those who audit.',
    kind === 'legal-hold' &&
      until &&
      '`until` is for pins; a legal hold ends when somebody releases it.',
    kind === 'pin' && !until && '`until` is missing; a pin has an end.',
    until &&
      Number.isNaN(until.getTime()) &&
      '`until` is no moment; write it as 2026-12-31T00:00:00Z.',
    until && until <= now && '`until` lies in the past.',
    until &&
      until > farthest &&
      `\`until\` is more than ${maxPinYears} years away; use a legal hold for that.`,
  ].filter((problem): problem is string => typeof problem === 'string');
}
