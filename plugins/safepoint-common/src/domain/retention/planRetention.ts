import { phrase } from '../phrase';
import type { RetentionRules } from '../policy';
import { applyRules, type Ruling } from './applyRules';
import { type CompletePoint, isComplete, newestFirst } from './completePoints';
import { findNewestProven, protect } from './protect';
import { because } from './reasons';
import type {
  RetainedPoint,
  RetentionDecision,
  RetentionInput,
  RetentionReason,
} from './RetentionPlan';

const newest = because('newest', phrase`It is the newest one.`);

/** Nothing of these is in storage, or nothing is left. */
const notRetained: RetainedPoint['status'][] = ['failed', 'lost', 'deleted'];

/**
 * What of one store instance stays, what goes, and why; a decision for every point that may have anything
 * in storage, the newest first.
 *
 * The counts of the rules are over complete points, from the newest one and not from the clock. Whatever
 * they say, these stay: the newest complete point, the newest proven one, the last known good, what a
 * deployment, a hold, a pin, a lock, a drill or a restore keeps, and the rest of a recovery set of which
 * another member is kept. What is damaged, quarantined, made elsewhere or still being made is never
 * decided upon here: it stays, and counts for nothing.
 *
 * A point that goes stays gone: neither time nor further points bring it back, only a change of rules,
 * holds, pins, deployments, use, proofs, the last known good or its recovery set.
 *
 * @throws if a rule is no whole number; nothing is deleted on a rule that is not understood
 * @public
 */
export function planRetention(input: RetentionInput): RetentionDecision[] {
  checkRules(input);
  const complete = input.points.filter(isComplete).sort(newestFirst);
  const rulings = applyRules(complete, input.rules);
  const proven = findNewestProven(complete, input.verificationLevel);
  const decided = complete.map((point, index) =>
    decide(
      point,
      [
        ...(index === 0 ? [newest] : []),
        ...protect(point, input, proven),
        ...rulings.get(point.id)!.keeps,
      ],
      rulings.get(point.id)!,
      input.now,
    ),
  );
  const others = input.points
    .filter(point => !isComplete(point) && !notRetained.includes(point.status))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map(point => leaveAlone(point));
  return [...decided, ...others].sort(byMoment);
}

/** Whether the point would be kept if it were in no recovery set; then it keeps the rest of its set. @public */
export function isKeptOnItsOwn(decision: RetentionDecision): boolean {
  return (
    isComplete(decision.point) &&
    decision.keep &&
    decision.reasons.some(({ code }) => code !== 'recovery-set')
  );
}

function decide(
  point: CompletePoint,
  keeps: RetentionReason[],
  ruling: Ruling,
  now: Date,
): RetentionDecision {
  if (keeps.length > 0) {
    const deletableFrom = latestEnd(keeps);
    return {
      point,
      keep: true,
      reasons: keeps,
      ...(deletableFrom && { deletableFrom }),
    };
  }
  const reasons =
    ruling.refuses.length > 0
      ? ruling.refuses
      : [because('no-rule', phrase`No rule asks for it.`)];
  return { point, keep: false, reasons, deletableFrom: now };
}

/** When the last of them ends; undefined if one of them does not end by itself. */
function latestEnd(reasons: RetentionReason[]): Date | undefined {
  const ends = reasons.map(({ until }) => until);
  if (ends.includes(undefined)) return undefined;
  return (ends as Date[]).reduce((a, b) => (a > b ? a : b));
}

function leaveAlone(point: RetainedPoint): RetentionDecision {
  if (point.deletionStartedAt) {
    return {
      point,
      keep: false,
      reasons: [because('being-deleted', phrase`It is being deleted.`)],
      deletableFrom: point.deletionStartedAt,
    };
  }
  return { point, keep: true, reasons: [explainLeftAlone(point)] };
}

function explainLeftAlone(point: RetainedPoint): RetentionReason {
  const { status } = point;
  if (point.trigger === 'external') {
    return because(
      'made-elsewhere',
      phrase`It was made elsewhere, and lasts as long as it lasts there.`,
    );
  }
  if (point.quarantined) {
    return because(
      'quarantined',
      phrase`It is in quarantine; a person decides about it.`,
    );
  }
  if (status === 'missing' || status === 'corrupt' || status === 'hidden') {
    return because(
      'damaged',
      phrase`It is ${status}; what is left of it stays until somebody has looked at it.`,
    );
  }
  if (status === 'available' || status === 'expired') {
    return because(
      'undated',
      phrase`The moment of its state is not known; it stays.`,
    );
  }
  return because('being-made', phrase`It is being made.`);
}

function byMoment(a: RetentionDecision, b: RetentionDecision): number {
  const at = ({ point }: RetentionDecision) =>
    (point.stateAt ?? point.createdAt).getTime();
  return at(b) - at(a) || (a.point.id < b.point.id ? 1 : -1);
}

const ruleNames: (keyof RetentionRules)[] = [
  'last',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'pinDeploymentsSeconds',
  'immutableForSeconds',
];

function checkRules({ rules, now }: RetentionInput): void {
  const problems = ruleNames
    .filter(
      name =>
        !Number.isFinite(rules[name]) ||
        rules[name] < 0 ||
        !(name.endsWith('Seconds') || Number.isInteger(rules[name])),
    )
    .map(name => `${name} is ${rules[name]}`);
  if (Number.isNaN(now.getTime())) problems.push('now is no moment');
  if (problems.length > 0) {
    throw new Error(
      `Retention cannot be planned: ${problems.join(
        '; ',
      )}. Give whole numbers from 0.`,
    );
  }
}
