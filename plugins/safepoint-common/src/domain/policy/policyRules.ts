import { formatDuration } from '../duration';
import { breakGlassRules, gateModes, unchangedRules } from '../gatePolicy';
import { verificationLevels } from '../verification';
import type { CronSchedule, EffectivePolicy } from './EffectivePolicy';
import { longestGap } from './longestGap';
import type { StatedRules } from './RecoveryPolicy';

/** A policy in the making; whatever it lacks is not said. */
export type PolicyDraft = StatedRules;

/** One rule of a policy: where it stands, which of two values is the stronger, how it reads. */
export interface PolicyRule {
  /** As in the document: `objectives.rpo`. */
  name: string;
  read(rules: PolicyDraft | EffectivePolicy): unknown;
  write(rules: PolicyDraft, value: unknown): void;
  /** Of two values that are said: one at least as strong as both, side by side where a rule has sides. */
  strongest(one: unknown, other: unknown): unknown;
  /** For people. */
  show(value: unknown): string;
}

interface RuleWords<T> {
  strongest: (one: T, other: T) => T;
  show: (value: T) => string;
}

const seconds = (value: number) => formatDuration(value);
const shorter: RuleWords<number> = { strongest: Math.min, show: seconds };
const longer: RuleWords<number> = { strongest: Math.max, show: seconds };
const more: RuleWords<number> = { strongest: Math.max, show: String };

/** The one that stands nearer to the beginning of `order`. */
function firstOf<T extends string>(order: readonly T[]): RuleWords<T> {
  return {
    strongest: (one, other) =>
      order.indexOf(other) < order.indexOf(one) ? other : one,
    show: value => value,
  };
}

const level = firstOf([...verificationLevels].reverse());

const moreOften: RuleWords<CronSchedule> = {
  strongest: (one, other) => (gapOf(other) < gapOf(one) ? other : one),
  show: ({ cron, timezone }) => `'${cron}' (${timezone})`,
};

function gapOf(schedule: CronSchedule): number {
  return longestGap(schedule)?.seconds ?? Infinity;
}

/** Of what neither is the stronger, the floor's stays. */
const kept = <T>(show: (value: T) => string): RuleWords<T> => ({
  strongest: one => one,
  show,
});

const together: RuleWords<string[]> = {
  strongest: (one, other) => [...new Set([...one, ...other])],
  show: names => names.join(', ') || 'nobody',
};

const either: RuleWords<boolean> = {
  strongest: (one, other) => one || other,
  show: value => (value ? 'yes' : 'no'),
};

type Group = Exclude<keyof StatedRules, 'notify'>;

function rule<G extends Group, K extends keyof StatedRules[G]>(
  name: string,
  group: G,
  key: K,
  words: RuleWords<NonNullable<StatedRules[G][K]>>,
): PolicyRule {
  type Value = NonNullable<StatedRules[G][K]>;
  return {
    name,
    read: rules => (rules as PolicyDraft)[group]?.[key],
    // Values come from `read` of the same rule, so that they have its type.
    write: (rules, value) => {
      rules[group] = { ...rules[group], [key]: value };
    },
    strongest: (one, other) => words.strongest(one as Value, other as Value),
    show: value => words.show(value as Value),
  };
}

const notify: PolicyRule = {
  name: 'notify',
  read: rules => rules.notify,
  write: (rules, value) => {
    rules.notify = value as string[];
  },
  strongest: (one, other) =>
    together.strongest(one as string[], other as string[]),
  show: value => together.show(value as string[]),
};

/** Every rule that a policy has, in the order of the document. */
export const policyRules: readonly PolicyRule[] = [
  rule('objectives.rpo', 'objectives', 'rpoSeconds', shorter),
  rule('objectives.rto', 'objectives', 'rtoSeconds', shorter),
  rule(
    'objectives.verifiedWithin',
    'objectives',
    'verifiedWithinSeconds',
    shorter,
  ),
  rule(
    'objectives.verificationLevel',
    'objectives',
    'verificationLevel',
    level,
  ),
  rule('backups.schedule', 'backups', 'schedule', moreOften),
  rule('backups.beforeDeploy.mode', 'gate', 'mode', firstOf(gateModes)),
  rule(
    'backups.beforeDeploy.reuseWithin',
    'gate',
    'reuseWithinSeconds',
    shorter,
  ),
  rule(
    'backups.beforeDeploy.receiptValidFor',
    'gate',
    'receiptValidForSeconds',
    shorter,
  ),
  rule(
    'backups.beforeDeploy.maxPointAge',
    'gate',
    'maxPointAgeSeconds',
    shorter,
  ),
  rule(
    'backups.beforeDeploy.breakGlass',
    'gate',
    'breakGlass',
    firstOf([...breakGlassRules].reverse()),
  ),
  rule(
    'backups.beforeDeploy.whenUnchanged',
    'gate',
    'whenUnchanged',
    firstOf([...unchangedRules].reverse()),
  ),
  rule('backups.afterDeploy.baseline', 'backups', 'baseline', either),
  rule('retention.last', 'retention', 'last', more),
  rule('retention.daily', 'retention', 'daily', more),
  rule('retention.weekly', 'retention', 'weekly', more),
  rule('retention.monthly', 'retention', 'monthly', more),
  rule('retention.yearly', 'retention', 'yearly', more),
  rule(
    'retention.pinDeployments',
    'retention',
    'pinDeploymentsSeconds',
    longer,
  ),
  rule('retention.immutableFor', 'retention', 'immutableForSeconds', longer),
  rule('drills.schedule', 'drills', 'schedule', moreOften),
  rule('drills.level', 'drills', 'level', level),
  rule('drills.environment', 'drills', 'environment', kept(String)),
  rule('restores.production.approvals', 'approvals', 'production', more),
  rule('restores.*.approvals', 'approvals', 'otherwise', more),
  rule(
    'restores.production.approvers',
    'approvers',
    'production',
    kept(together.show),
  ),
  rule('restores.*.approvers', 'approvers', 'otherwise', kept(together.show)),
  notify,
];

/** Whether two values of a rule are the same. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
