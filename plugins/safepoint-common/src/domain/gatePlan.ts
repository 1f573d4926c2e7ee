import { decideBreakGlass } from './gateBreakGlass';
import type { GatePolicy } from './gatePolicy';
import { decideReuse, type ReuseFacts } from './gateReuse';
import { type DataChangeFacts, findPendingChange } from './gateUnchanged';
import { toOneLine } from './oneLine';
import type { DatedPoint } from './trustworthy';

/**
 * What a deployment goes on: `break-glass`, `skipped` (nothing changed that touches data) and `off` go without
 * a recovery point.
 *
 * @public
 */
export type GateGround = 'fresh' | 'reuse' | 'off' | 'skipped' | 'break-glass';

const maxRule = 500;

/** What the gate does about one deployment, with its reasons for the job's log. @public */
export type GatePlan =
  | { ground: 'fresh'; reasons: string[] }
  | {
      ground: 'reuse';
      points: { entityRef: string; point: DatedPoint }[];
      reasons: string[];
    }
  | { ground: 'off' | 'skipped'; reasons: string[] }
  | { ground: 'break-glass'; reason: string; reasons: string[] }
  | {
      ground: 'refused';
      code: 'break-glass-forbidden' | 'break-glass-reason';
      reasons: string[];
    };

/** @public */
export interface GateFacts {
  environment: string;
  /** The reason that the job gives for going without a recovery point, as it came. */
  breakGlass?: string;
  /** That the pipeline says that nothing changed that touches data. */
  unchanged?: DataChangeFacts;
  /** Every store of the deployment. */
  stores: ReuseFacts[];
}

/**
 * What the gate does about a deployment. Points are used again for every store or for none: a recovery
 * set is taken together.
 *
 * @public
 */
export function decideGate(
  policy: GatePolicy,
  facts: GateFacts,
  now: Date,
): GatePlan {
  const { environment } = facts;
  if (policy.mode === 'off') {
    return {
      ground: 'off',
      reasons: [
        `The gate is off in ${environment}: nothing is saved before this deployment.`,
      ],
    };
  }
  if (facts.breakGlass !== undefined) {
    return planBreakGlass(facts.breakGlass, policy, environment);
  }
  if (facts.unchanged === undefined) return planPoints(policy, facts, now);
  const objection = findSkipObjection(policy, facts.unchanged, environment);
  if (objection === undefined) {
    return {
      ground: 'skipped',
      reasons: [
        `Nothing that touches data changed (${toOneLine(
          facts.unchanged.rule,
        ).slice(
          0,
          maxRule,
        )}): this deployment to ${environment} goes without a recovery point.`,
      ],
    };
  }
  const plan = planPoints(policy, facts, now);
  return {
    ...plan,
    reasons: [
      `The pipeline says that nothing changed that touches data, but ${objection}.`,
      ...plan.reasons,
    ],
  };
}

function findSkipObjection(
  policy: GatePolicy,
  unchanged: DataChangeFacts,
  environment: string,
): string | undefined {
  return policy.whenUnchanged === 'skip'
    ? findPendingChange(unchanged)
    : `the gate of ${environment} saves all the same`;
}

function planPoints(
  policy: GatePolicy,
  { environment, stores }: GateFacts,
  now: Date,
): Extract<GatePlan, { ground: 'fresh' | 'reuse' }> {
  if (policy.mode === 'reuse') return planReuse(stores, policy, now);
  return {
    ground: 'fresh',
    reasons: [
      `The gate of ${environment} wants a fresh recovery point of every store.`,
    ],
  };
}

function planBreakGlass(
  text: string,
  policy: GatePolicy,
  environment: string,
): GatePlan {
  const decision = decideBreakGlass(text, policy, environment);
  if (!decision.allowed) {
    return {
      ground: 'refused',
      code: decision.code,
      reasons: [decision.message],
    };
  }
  return {
    ground: 'break-glass',
    reason: decision.reason,
    reasons: [
      `Break-glass: this deployment goes without a recovery point. Reason given: ${decision.reason}`,
    ],
  };
}

function planReuse(
  stores: ReuseFacts[],
  policy: GatePolicy,
  now: Date,
): Extract<GatePlan, { ground: 'fresh' | 'reuse' }> {
  const decisions = stores.map(store => decideReuse(store, policy, now));
  const reasons = decisions.map(({ reason }) => reason);
  const points = decisions.flatMap((decision, index) =>
    decision.reusable
      ? [{ entityRef: stores[index].entityRef, point: decision.point }]
      : [],
  );
  if (stores.length > 0 && points.length === stores.length) {
    return { ground: 'reuse', points, reasons: reasons.map(toSentence) };
  }
  const objections = decisions.flatMap(decision =>
    decision.reusable ? [] : [decision.reason],
  );
  return {
    ground: 'fresh',
    reasons: [
      `A fresh recovery point of every store is taken: ${objections.join(
        '; ',
      )}.`,
    ],
  };
}

function toSentence(reason: string): string {
  return `${reason}.`;
}
