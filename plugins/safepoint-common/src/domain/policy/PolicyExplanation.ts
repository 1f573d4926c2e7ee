import type { EffectivePolicy } from './EffectivePolicy';

/**
 * Where a rule comes from: Safepoint's default, the platform's app-config, the policy that a selector
 * gives, or the one that the entity's annotation names.
 *
 * @public
 */
export type PolicyOrigin = 'default' | 'app-config' | 'policy' | 'annotation';

/** Why a rule is what it is. @public */
export interface PolicyReason {
  /** As in the document: `objectives.rpo`. */
  rule: string;
  value: string;
  from: PolicyOrigin;
  reason: string;
}

/** What the annotation's policy says and does not get. @public */
export interface IgnoredRule {
  rule: string;
  value: string;
  reason: string;
}

/** A policy with all of its why. @public */
export interface ResolvedPolicy {
  policy: EffectivePolicy;
  /** Which policy sets the floor, and by what. */
  floor: string;
  explanation: PolicyReason[];
  ignored: IgnoredRule[];
  /** What is wrong and must be put right, such as a policy that is named and is not there. */
  problems: string[];
}
