import { formatDuration } from '../duration';
import { addSeconds } from '../posture/moments';
import { describeMany, describeOne } from './describeMessage';
import { groupBy } from './groupBy';
import { problemKind } from './Problem';
import type { TellableProblem, Telling, TellingInput } from './Telling';

/** Others are told of what is critical, lasts, and nobody reacted to. Each step once. */
export function planEscalations(input: TellingInput): Telling[] {
  const due = input.problems.filter(problem => {
    const at = escalationLookAt(problem, input);
    return at !== undefined && at <= input.now;
  });
  return groupBy(
    due,
    ({ thread, escalations }) => `${thread} ${escalations}`,
  ).map(members => escalate(members, input));
}

/** When the next step is due; none if there is none, or somebody reacted. */
export function escalationLookAt(
  problem: TellableProblem,
  { rules }: TellingInput,
): Date | undefined {
  const { severity, resolvedAt, acknowledgedAt, firstToldAt } = problem;
  const step = rules.escalation[problem.escalations];
  const waits = severity === 'critical' && !resolvedAt && !acknowledgedAt;
  return step && firstToldAt && waits
    ? addSeconds(firstToldAt, step.afterSeconds)
    : undefined;
}

function escalate(
  members: TellableProblem[],
  { rules, now }: TellingInput,
): Telling {
  const [{ thread = '', escalations, code, firstToldAt = now }] = members;
  const { to } = rules.escalation[escalations];
  const waited = formatDuration(
    (now.getTime() - firstToldAt.getTime()) / 1_000,
  );
  const unheard = `Nobody has acknowledged it for ${waited}.`;
  const words =
    members.length === 1
      ? describeOne(members[0], unheard)
      : describeMany(members, `${members.length} that nobody reacts to`);
  return {
    message: {
      thread,
      topic: `safepoint.${problemKind(code)}`,
      recipients: to,
      severity: 'critical',
      ...words,
      reasons: [unheard, `Step ${escalations + 1} of the escalation.`],
      problemIds: members.map(({ id }) => id),
      alertKeys: [],
    },
    states: members.map(({ id, recipients = [] }) => ({
      id,
      state: {
        escalations: escalations + 1,
        recipients: [...new Set([...recipients, ...to])],
      },
    })),
  };
}
