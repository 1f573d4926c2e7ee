import { addSeconds } from '../posture/moments';
import { describeEnd, describeMany, describeOne } from './describeMessage';
import { groupBy } from './groupBy';
import { problemKind } from './Problem';
import { compareSeverity, worstSeverity } from './severity';
import type {
  Message,
  TellableProblem,
  Telling,
  TellingInput,
} from './Telling';

/** A group that ends bit by bit is told of at most so often, in times of `groupWithinSeconds`. */
const calmerBy = 3;

/** What is to be said of what people know already: it matters more or less now, or it is over. */
export function planThreads(input: TellingInput): Telling[] {
  const told = input.problems.filter(({ thread }) => thread);
  return groupBy(told, ({ thread = '' }) => thread).flatMap(members => {
    const over = members.filter(one => isOver(one, input));
    const open = members.filter(one => !over.includes(one));
    const changed = open.filter(hasChanged);
    if (changed.length > 0) return planChange(open, changed, input);
    return over.length > 0 ? planEnd(over, open, input) : [];
  });
}

/** What was resolved and stayed so. */
export function isOver(
  { resolvedAt }: TellableProblem,
  { rules, now }: TellingInput,
): boolean {
  return (
    resolvedAt !== undefined && addSeconds(resolvedAt, rules.calmSeconds) <= now
  );
}

/** When the end of a problem may be told, if it stays resolved. */
export function endLookAt(
  problem: TellableProblem & { resolvedAt: Date },
  members: number,
  { rules }: TellingInput,
): Date {
  const times = [
    addSeconds(problem.resolvedAt, rules.calmSeconds),
    ...(rules.quietUntil ? [rules.quietUntil] : []),
    ...(members > 1 && problem.toldAt
      ? [addSeconds(problem.toldAt, calmerBy * rules.groupWithinSeconds)]
      : []),
  ];
  return times.reduce((latest, one) => (one > latest ? one : latest));
}

/** Whether it matters more or less than people were told. */
export function hasChanged(problem: TellableProblem): boolean {
  const { severity, toldSeverity, resolvedAt } = problem;
  return !resolvedAt && toldSeverity !== undefined && severity !== toldSeverity;
}

function planChange(
  open: TellableProblem[],
  changed: TellableProblem[],
  { rules, now }: TellingInput,
): Telling[] {
  const graver = changed.filter(
    ({ severity, toldSeverity = severity }) =>
      compareSeverity(severity, toldSeverity) > 0,
  );
  const comesThrough = graver.some(({ severity }) => severity === 'critical');
  if (rules.quietUntil && !comesThrough) return [];
  const lasting = open.filter(({ resolvedAt }) => !resolvedAt);
  const words =
    lasting.length === 1
      ? describeOne(lasting[0])
      : describeMany(lasting, `${changed.length} of ${lasting.length} changed`);
  return [
    {
      message: {
        ...messageTo(open),
        severity: worstSeverity(lasting.map(({ severity }) => severity)),
        ...words,
        reasons: changed.map(
          ({ id, severity, toldSeverity }) =>
            `${id} was ${toldSeverity} and is ${severity}`,
        ),
        problemIds: changed.map(({ id }) => id),
      },
      states: open.map(({ id, severity, resolvedAt }) => ({
        id,
        state: { toldAt: now, ...(!resolvedAt && { toldSeverity: severity }) },
      })),
    },
  ];
}

function planEnd(
  over: TellableProblem[],
  open: TellableProblem[],
  input: TellingInput,
): Telling[] {
  const { rules, now } = input;
  if (rules.quietUntil) return [];
  const [{ toldAt = now }] = over;
  const calmer = addSeconds(toldAt, calmerBy * rules.groupWithinSeconds);
  if (open.length > 0 && calmer > now) return [];
  return [
    {
      message: {
        ...messageTo([...over, ...open]),
        severity: 'low',
        ...describeEnd(over, open),
        reasons: [
          `${over.length} resolved for ${rules.calmSeconds} seconds, ${open.length} open`,
        ],
        problemIds: over.map(({ id }) => id),
      },
      states: [
        ...over.map(({ id }) => ({
          id,
          state: { toldAt: now, closedAt: now },
        })),
        ...open.map(({ id }) => ({ id, state: { toldAt: now } })),
      ],
    },
  ];
}

function messageTo(
  members: TellableProblem[],
): Pick<Message, 'thread' | 'topic' | 'recipients' | 'alertKeys'> {
  const [{ thread = '' }] = members;
  const kinds = new Set(members.map(({ code }) => problemKind(code)));
  return {
    thread,
    topic: `safepoint.${kinds.size === 1 ? [...kinds][0] : 'several'}`,
    recipients: [
      ...new Set(
        members.flatMap(({ recipients, audience }) => recipients ?? audience),
      ),
    ],
    alertKeys: [],
  };
}
