import fc from 'fast-check';
import {
  breakGlassRules,
  closedGate,
  gateModes,
  unchangedRules,
} from '../gatePolicy';
import { verificationLevels } from '../verification';
import type { EffectivePolicy } from './EffectivePolicy';
import { longestGap } from './longestGap';
import type { PolicyReading, StatedRules } from './RecoveryPolicy';
import { resolvePolicy } from './resolvePolicy';
import { strictestGate } from './strictestGate';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });
const seconds = maybe(fc.integer({ min: 60, max: 4_000_000 }));
const count = maybe(fc.integer({ min: 0, max: 100 }));
const schedule = maybe(
  fc.record({
    cron: fc.constantFrom(
      '0 * * * *',
      '0 3 * * *',
      '30 4 * * 0',
      '*/15 * * * *',
    ),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  }),
);
const groups = maybe(
  fc.subarray(['group:default/a', 'group:default/b', 'owner']),
);

/** Any rules at all, possible together or not. */
const stated: fc.Arbitrary<StatedRules> = fc
  .record({
    objectives: fc.record({
      rpoSeconds: seconds,
      rtoSeconds: seconds,
      verifiedWithinSeconds: seconds,
      verificationLevel: maybe(fc.constantFrom(...verificationLevels)),
    }),
    backups: fc.record({ schedule, baseline: maybe(fc.boolean()) }),
    gate: fc.record({
      mode: maybe(fc.constantFrom(...gateModes)),
      reuseWithinSeconds: seconds,
      receiptValidForSeconds: seconds,
      maxPointAgeSeconds: seconds,
      breakGlass: maybe(fc.constantFrom(...breakGlassRules)),
      whenUnchanged: maybe(fc.constantFrom(...unchangedRules)),
    }),
    retention: fc.record({
      last: count,
      daily: count,
      weekly: count,
      monthly: count,
      yearly: count,
      pinDeploymentsSeconds: seconds,
      immutableForSeconds: seconds,
    }),
    drills: fc.record({
      schedule,
      level: maybe(fc.constantFrom(...verificationLevels)),
      environment: maybe(fc.constantFrom('drill', 'scratch')),
    }),
    approvals: fc.record({ production: count, otherwise: count }),
    approvers: fc.record({ production: groups, otherwise: groups }),
    notify: groups,
  })
  // What is not said has no key.
  .map(rules => JSON.parse(JSON.stringify(rules)) as StatedRules);

function reading(name: string, rules: StatedRules): [string, PolicyReading] {
  const ref = `recoverypolicy:default/${name}`;
  const policy = { ref, name, owner: 'group:default/platform', rules };
  return [ref, { outcome: 'valid', policy, notes: [] }];
}

function resolve(input: {
  floor?: StatedRules;
  annotated?: StatedRules;
  gate: StatedRules['gate'];
  production: boolean;
}): EffectivePolicy {
  const { floor, annotated, gate, production } = input;
  return resolvePolicy({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'orders-db',
        ...(annotated && {
          annotations: { 'safepoint.dev/policy': 'annotated' },
        }),
      },
    },
    environment: { name: 'live', production },
    selectors: floor
      ? [{ match: {}, policy: 'recoverypolicy:default/floor' }]
      : [],
    policies: new Map([
      ...(floor ? [reading('floor', floor)] : []),
      ...(annotated ? [reading('annotated', annotated)] : []),
    ]),
    platform: {
      objectives: {
        rpoSeconds: 86_400,
        rtoSeconds: 3_600,
        verifiedWithinSeconds: 604_800,
        verificationLevel: 'L3',
      },
      gate: { base: gate, environments: {} },
      approvals: { production: 1, otherwise: 0 },
    },
  }).policy;
}

const gapOf = (policy: EffectivePolicy, of: 'backups' | 'drills') => {
  const one = policy[of].schedule;
  return one ? longestGap(one)?.seconds ?? Infinity : Infinity;
};
const rank = <T>(order: readonly T[], value: T) => order.indexOf(value);

/** Written by hand, rule by rule, and not by the table that is under test. */
function weakerRules(policy: EffectivePolicy, than: EffectivePolicy): string[] {
  const { objectives: own, retention, approvals, approvers, drills } = policy;
  const level = (one: EffectivePolicy['objectives']['verificationLevel']) =>
    rank(verificationLevels, one);
  const isWeaker: Record<string, boolean> = {
    rpo: own.rpoSeconds > than.objectives.rpoSeconds,
    rto: own.rtoSeconds > than.objectives.rtoSeconds,
    verifiedWithin:
      own.verifiedWithinSeconds > than.objectives.verifiedWithinSeconds,
    verificationLevel:
      level(own.verificationLevel) < level(than.objectives.verificationLevel),
    backups: gapOf(policy, 'backups') > gapOf(than, 'backups'),
    drills: gapOf(policy, 'drills') > gapOf(than, 'drills'),
    baseline: !policy.backups.baseline && than.backups.baseline,
    drillEnvironment:
      than.drills.environment !== undefined &&
      drills.environment !== than.drills.environment,
    drillLevel: level(drills.level ?? 'L0') < level(than.drills.level ?? 'L0'),
    productionApprovals: approvals.production < than.approvals.production,
    otherApprovals: approvals.otherwise < than.approvals.otherwise,
    approvers: (['production', 'otherwise'] as const).some(
      where =>
        than.approvers?.[where] &&
        String(approvers?.[where]) !== String(than.approvers[where]),
    ),
    notify: than.notify.some(one => !policy.notify.includes(one)),
  };
  return [
    ...Object.keys(isWeaker).filter(rule => isWeaker[rule]),
    ...weakerGateRules(policy.gate, than.gate),
    ...(Object.keys(than.retention) as (keyof typeof retention)[]).filter(
      key => retention[key] < than.retention[key],
    ),
  ];
}

type Gate = EffectivePolicy['gate'];

function weakerGateRules(gate: Gate, than: Gate): string[] {
  return [
    ...(rank(gateModes, gate.mode) > rank(gateModes, than.mode)
      ? ['mode']
      : []),
    ...(
      [
        'reuseWithinSeconds',
        'receiptValidForSeconds',
        'maxPointAgeSeconds',
      ] as const
    ).filter(key => gate[key] > than[key]),
    ...(than.breakGlass === 'forbidden' && gate.breakGlass === 'allowed'
      ? ['breakGlass']
      : []),
    ...(than.whenUnchanged === 'save' && gate.whenUnchanged === 'skip'
      ? ['whenUnchanged']
      : []),
  ];
}

/** A point that is used again must not be refused for its age by the job that it was taken for. */
function isUsable({ mode, reuseWithinSeconds, maxPointAgeSeconds }: Gate) {
  return mode !== 'reuse' || reuseWithinSeconds < maxPointAgeSeconds;
}

const world = fc.record({
  floor: maybe(stated),
  gate: stated.map(({ gate }) => gate),
  production: fc.boolean(),
});

it('is never weakened by an annotation, whatever the policy says that it names', () => {
  fc.assert(
    fc.property(world, stated, (given, annotated) => {
      const weaker = weakerRules(
        resolve({ ...given, annotated }),
        resolve(given),
      );
      expect(weaker).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('is never weaker than what app-config says of gates and approvals', () => {
  fc.assert(
    fc.property(world, given => {
      const { gate, approvals } = resolve(given);
      const floor = {
        ...gate,
        ...given.gate,
        ...(given.production && closedGate),
      };
      expect(weakerGateRules(gate, floor)).toEqual([]);
      expect(approvals.production).toBeGreaterThanOrEqual(1);
      expect(isUsable(gate)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('lets no gate of several policies be weaker than any of them', () => {
  fc.assert(
    fc.property(fc.array(world, { minLength: 1, maxLength: 3 }), given => {
      const gates = given.map(one => resolve(one).gate);
      const strictest = strictestGate(gates);
      expect(gates.flatMap(gate => weakerGateRules(strictest, gate))).toEqual(
        [],
      );
      expect(isUsable(strictest)).toBe(true);
    }),
  );
});
