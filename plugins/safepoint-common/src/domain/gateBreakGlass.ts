import type { GatePolicy } from './gatePolicy';
import { toOneLine } from './oneLine';

/** A reason that says less says nothing. @public */
export const minBreakGlassReason = 10;

const maxReason = 500;

/** @public */
export type BreakGlassDecision =
  | { allowed: true; reason: string }
  | {
      allowed: false;
      code: 'break-glass-forbidden' | 'break-glass-reason';
      message: string;
    };

/**
 * Whether a deployment may go without a recovery point. The reason is kept as words in one line: it is
 * shown in logs and on pages and means nothing to any of them.
 *
 * @public
 */
export function decideBreakGlass(
  text: string,
  policy: Pick<GatePolicy, 'breakGlass'>,
  environment: string,
): BreakGlassDecision {
  if (policy.breakGlass === 'forbidden') {
    return {
      allowed: false,
      code: 'break-glass-forbidden',
      message: `Break-glass is forbidden in ${environment}: a deployment there needs a recovery point. Leave the reason out, or ask the platform team for safepoint.gate.environments.${environment}.breakGlass.`,
    };
  }
  const reason = toOneLine(text);
  if (reason.length < minBreakGlassReason) {
    return {
      allowed: false,
      code: 'break-glass-reason',
      message: `Break-glass needs a reason of at least ${minBreakGlassReason} characters: what is on fire, and who decided to go without a recovery point.`,
    };
  }
  return { allowed: true, reason: reason.slice(0, maxReason) };
}
