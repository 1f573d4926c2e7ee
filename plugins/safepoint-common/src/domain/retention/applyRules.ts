import { phrase, recoveryPointPart } from '../phrase';
import type { RetentionRules } from '../policy';
import type { CompletePoint } from './completePoints';
import { dayOf, monthOf, weekOf, yearOf } from './periods';
import { because } from './reasons';
import type { RetentionReason } from './RetentionPlan';

/** What the counts of a policy say of one point. */
export interface Ruling {
  keeps: RetentionReason[];
  /** Of every rule that does not keep it, why. */
  refuses: RetentionReason[];
}

interface PeriodRule {
  name: 'daily' | 'weekly' | 'monthly' | 'yearly';
  period: 'day' | 'week' | 'month' | 'year';
  of: (moment: Date) => string;
}

const periodRules: PeriodRule[] = [
  { name: 'daily', period: 'day', of: dayOf },
  { name: 'weekly', period: 'week', of: weekOf },
  { name: 'monthly', period: 'month', of: monthOf },
  { name: 'yearly', period: 'year', of: yearOf },
];

/**
 * Grandfather, father, son: the newest few, and the newest of each of so many days, weeks, months and
 * years. Only periods that have a point count, from the newest point backwards, so that nothing goes
 * because time passes while no backup is made.
 *
 * @param points - complete ones, the newest first
 */
export function applyRules(
  points: CompletePoint[],
  rules: RetentionRules,
): Map<string, Ruling> {
  const rulings = new Map<string, Ruling>(
    points.map(({ id }) => [id, { keeps: [], refuses: [] }]),
  );
  applyLast(points, rules.last, rulings);
  for (const rule of periodRules) {
    applyPeriods(points, rule, rules[rule.name], rulings);
  }
  return rulings;
}

function applyLast(
  points: CompletePoint[],
  count: number,
  rulings: Map<string, Ruling>,
): void {
  if (count === 0) return;
  points.forEach(({ id }, index) => {
    const ruling = rulings.get(id)!;
    if (index < count) {
      ruling.keeps.push(
        because('last', phrase`It is one of the newest ${String(count)}.`),
      );
    } else {
      ruling.refuses.push(
        because(
          'not-last',
          phrase`It is not one of the newest ${String(count)}.`,
        ),
      );
    }
  });
}

function applyPeriods(
  points: CompletePoint[],
  rule: PeriodRule,
  count: number,
  rulings: Map<string, Ruling>,
): void {
  if (count === 0) return;
  const newestOf = new Map<string, string>();
  for (const { id, stateAt } of points) {
    const period = rule.of(stateAt);
    const ruling = rulings.get(id)!;
    const name = `${rule.period} ${period}`;
    const newest = newestOf.get(period);
    if (newest !== undefined) {
      ruling.refuses.push(
        because(
          `not-${rule.name}`,
          phrase`It is not the newest of the ${name}; ${recoveryPointPart(
            newest,
          )} is.`,
        ),
      );
      continue;
    }
    newestOf.set(period, id);
    if (newestOf.size <= count) {
      ruling.keeps.push(
        because(rule.name, phrase`It is the newest of the ${name}.`),
      );
    } else {
      const kept = `${count} ${rule.period}${count === 1 ? '' : 's'}`;
      ruling.refuses.push(
        because(
          `not-${rule.name}`,
          phrase`The ${name} is not among the newest ${kept} with a recovery point.`,
        ),
      );
    }
  }
}
