import { formatDuration } from '../duration';
import { defaultGatePolicy } from '../gatePolicy';
import { reachesLevel } from '../verification';
import type { CronSchedule } from './EffectivePolicy';
import { formatIsoDuration } from './isoDuration';
import { longestGap } from './longestGap';
import type { PolicyProblem, StatedRules } from './RecoveryPolicy';
import { type RetentionRules } from './RetentionRules';

const daySeconds = 86_400;

/** What a policy asks for that cannot be, and what can be but leaves no room. Pure. */
export function checkPolicyArithmetic(rules: StatedRules): {
  errors: PolicyProblem[];
  notes: PolicyProblem[];
} {
  const errors: PolicyProblem[] = [];
  const notes: PolicyProblem[] = [];
  checkSchedule(rules, 'backups', errors, notes);
  checkSchedule(rules, 'drills', errors, notes);
  errors.push(
    ...checkLevels(rules),
    ...checkRetention(rules),
    ...checkReuse(rules),
  );
  notes.push(...noteLock(rules));
  return { errors, notes };
}

const promises = {
  backups: { key: 'rpoSeconds', word: 'rpo', what: 'points' },
  drills: {
    key: 'verifiedWithinSeconds',
    word: 'verifiedWithin',
    what: 'drills',
  },
} as const;

function checkSchedule(
  rules: StatedRules,
  of: 'backups' | 'drills',
  errors: PolicyProblem[],
  notes: PolicyProblem[],
): void {
  const { schedule } = rules[of];
  if (!schedule) return;
  const gap = longestGap(schedule);
  if (!gap) {
    errors.push({
      path: `spec.${of}.schedule.cron`,
      message: `the schedule ${describeSchedule(
        schedule,
      )} does not come round within two years; choose days that every year has`,
    });
    return;
  }
  const { key, word, what } = promises[of];
  const promised = rules.objectives[key];
  if (promised === undefined) return;
  const problem = (advice: string): PolicyProblem => ({
    path: `spec.objectives.${word}`,
    message: `${word} ${formatIsoDuration(
      promised,
    )}, but the schedule ${describeSchedule(schedule)} leaves ${formatDuration(
      gap.seconds,
    )} between ${what}${whenLongest(gap, schedule)}; ${advice}`,
  });
  if (gap.seconds > promised) {
    errors.push(
      problem(
        `let it run more often, or let ${word} be ${formatIsoDuration(
          gap.seconds,
        )} or longer`,
      ),
    );
  } else if (gap.seconds === promised) {
    notes.push(
      problem(
        `the newest one is older than that while the next is being made, so leave some room`,
      ),
    );
  }
}

function describeSchedule({ cron, timezone }: CronSchedule): string {
  return timezone === 'UTC' ? `'${cron}'` : `'${cron}' (${timezone})`;
}

/** Where the clocks change, the longest gap is not the usual one and people look for it in vain. */
function whenLongest(gap: { from: Date }, { timezone }: CronSchedule): string {
  return timezone === 'UTC'
    ? ''
    : ` at most (from ${gap.from.toISOString().slice(0, 16)}Z on)`;
}

function checkLevels({ drills, objectives }: StatedRules): PolicyProblem[] {
  const { verificationLevel } = objectives;
  if (!drills.level || !verificationLevel) return [];
  if (reachesLevel(drills.level, verificationLevel)) return [];
  return [
    {
      path: 'spec.drills.level',
      message: `drills go to ${drills.level}, but verificationLevel ${verificationLevel} is what counts as a proof; let them go to ${verificationLevel} or further`,
    },
  ];
}

const periods: [keyof RetentionRules, number][] = [
  ['daily', daySeconds],
  ['weekly', 7 * daySeconds],
  ['monthly', 30 * daySeconds],
  ['yearly', 365 * daySeconds],
];

/** How long the rules that are written down keep a point, and which of them keeps it the longest. */
function horizonOf({ retention, backups }: StatedRules) {
  const gap = backups.schedule && longestGap(backups.schedule);
  const spans: { rule: string; seconds: number }[] = periods.map(
    ([key, seconds]) => ({
      rule: `${key}: ${retention[key] ?? 0}`,
      seconds: (retention[key] ?? 0) * seconds,
    }),
  );
  if (gap && retention.last) {
    spans.push({
      rule: `last: ${retention.last}`,
      seconds: retention.last * gap.seconds,
    });
  }
  return spans.reduce((one, other) =>
    other.seconds > one.seconds ? other : one,
  );
}

/** Only where the policy counts points by their age; otherwise the counts of the default hold. */
function saysHowLong({ retention }: StatedRules): boolean {
  return periods.some(([key]) => retention[key] !== undefined);
}

function checkRetention(rules: StatedRules): PolicyProblem[] {
  const pin = rules.retention.pinDeploymentsSeconds;
  if (pin === undefined || !saysHowLong(rules)) return [];
  const horizon = horizonOf(rules);
  if (horizon.seconds >= pin) return [];
  return [
    {
      path: 'spec.retention.pinDeployments',
      message: `pinDeployments ${formatIsoDuration(
        pin,
      )}, but retention keeps points for ${formatDuration(
        horizon.seconds,
      )} at most (${
        horizon.rule
      }), so that a pinned point would stand alone; keep more of them, or pin for ${formatIsoDuration(
        horizon.seconds,
      )} or less`,
    },
  ];
}

function noteLock(rules: StatedRules): PolicyProblem[] {
  const lock = rules.retention.immutableForSeconds;
  if (!lock || !saysHowLong(rules)) return [];
  const horizon = horizonOf(rules);
  if (horizon.seconds >= lock) return [];
  return [
    {
      path: 'spec.retention.immutableFor',
      message: `immutableFor ${formatIsoDuration(
        lock,
      )} is longer than retention keeps points (${formatDuration(
        horizon.seconds,
      )}, ${horizon.rule}); all points are kept until their lock ends`,
    },
  ];
}

function checkReuse({ gate }: StatedRules): PolicyProblem[] {
  if (gate.mode !== 'reuse') return [];
  const reuse = gate.reuseWithinSeconds ?? defaultGatePolicy.reuseWithinSeconds;
  const [limit, word] = gate.maxPointAgeSeconds
    ? [gate.maxPointAgeSeconds, 'maxPointAge']
    : [
        gate.receiptValidForSeconds ?? defaultGatePolicy.receiptValidForSeconds,
        'receiptValidFor',
      ];
  if (reuse < limit) return [];
  return [
    {
      path: 'spec.backups.beforeDeploy.reuseWithin',
      message: `reuseWithin ${formatIsoDuration(
        reuse,
      )}, but the deploy job takes no point that is older than ${formatIsoDuration(
        limit,
      )} (${word}); let reuseWithin be shorter`,
    },
  ];
}
