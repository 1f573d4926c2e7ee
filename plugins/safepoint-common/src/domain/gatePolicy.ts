/** @public */
export const gateModes = ['required', 'reuse', 'off'] as const;

/**
 * What a gate asks for: a fresh recovery point of every store, a proven one that is fresh enough, or
 * nothing.
 *
 * @public
 */
export type GateMode = (typeof gateModes)[number];

/** @public */
export const breakGlassRules = ['allowed', 'forbidden'] as const;

/** Whether a deployment may go without a recovery point for a reason that somebody gives. @public */
export type BreakGlassRule = (typeof breakGlassRules)[number];

/** @public */
export const unchangedRules = ['skip', 'save'] as const;

/**
 * What a gate does about a deployment whose pipeline says that nothing changed that touches data: let it go
 * without a recovery point, or save all the same.
 *
 * @public
 */
export type UnchangedRule = (typeof unchangedRules)[number];

/** The rules of the gate of one environment. @public */
export interface GatePolicy {
  mode: GateMode;
  /** In mode `reuse`: how old a recovery point may be to be used again. */
  reuseWithinSeconds: number;
  /** How long after the gate the deploy job may start. */
  receiptValidForSeconds: number;
  /** How old a recovery point may be when the deploy job starts. */
  maxPointAgeSeconds: number;
  breakGlass: BreakGlassRule;
  whenUnchanged: UnchangedRule;
}

/** What the platform's configuration says of gates. @public */
export interface GatePolicies {
  /** For every environment that has no words of its own. */
  base: Partial<GatePolicy>;
  /** By the environment's name in lower case. */
  environments: Record<string, Partial<GatePolicy>>;
}

/** What holds where the configuration says nothing. @public */
export const defaultGatePolicy = {
  mode: 'required',
  reuseWithinSeconds: 600,
  receiptValidForSeconds: 3_600,
  breakGlass: 'allowed',
  whenUnchanged: 'skip',
} as const satisfies Partial<GatePolicy>;

/** What opens a gate of production only by words about that very environment. @public */
export const closedGate = {
  mode: 'required',
  breakGlass: 'forbidden',
  whenUnchanged: 'save',
} as const satisfies Partial<GatePolicy>;

/**
 * The policy of one environment. In production `mode`, `breakGlass` and `whenUnchanged` are taken from words
 * about that very environment only, so that what is meant for test environments never opens the gate of
 * production.
 *
 * @public
 */
export function resolveGatePolicy(
  policies: GatePolicies,
  environment: { name: string; production: boolean },
): GatePolicy {
  const name = environment.name.toLocaleLowerCase('en-US');
  const own = Object.hasOwn(policies.environments, name)
    ? policies.environments[name]
    : {};
  const floor: Partial<GatePolicy> = environment.production ? closedGate : {};
  const policy = { ...defaultGatePolicy, ...policies.base, ...floor, ...own };
  return {
    ...policy,
    maxPointAgeSeconds:
      policy.maxPointAgeSeconds ?? policy.receiptValidForSeconds,
  };
}
