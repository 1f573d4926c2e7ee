import { addSeconds } from '../posture/moments';
import { groupBy } from './groupBy';
import { type AlertSeverity, problemKind } from './Problem';
import type { TellableAlert, TellableProblem, TellingInput } from './Telling';

/** Something that nobody was told of yet. */
export interface Opening {
  problem?: TellableProblem;
  alert?: TellableAlert;
  id: string;
  kind: string;
  severity: AlertSeverity;
  title: string;
  text: string;
  link?: string;
  audience: string[];
  waitsSince: Date;
}

/** A message of a group, a moment ago. */
export interface Storm {
  thread: string;
  toldAt: Date;
}

/** What is told of, with what is going on among it. */
export interface Scene extends TellingInput {
  /** By kind and audience. */
  storms: Map<string, Storm>;
}

const groupPrefix = 'safepoint:group-';

export function groupThread(first: Pick<Opening, 'id'>): string {
  return `${groupPrefix}${first.id}`;
}

export function openScene(input: TellingInput): Scene {
  const { problems, rules, now } = input;
  const storms = new Map<string, Storm>();
  const grouped = problems.filter(
    ({ thread, toldAt }) =>
      thread?.startsWith(groupPrefix) &&
      toldAt &&
      // Twice, so that what waits for the next message finds the storm still there.
      addSeconds(toldAt, 2 * rules.groupWithinSeconds) > now,
  );
  for (const members of groupBy(grouped, ({ thread = '' }) => thread)) {
    for (const { audience, code, thread, toldAt } of members) {
      const key = stormKey({ audience, kind: problemKind(code) });
      const other = storms.get(key);
      if (thread && toldAt && (!other || toldAt > other.toldAt)) {
        storms.set(key, { thread, toldAt });
      }
    }
  }
  return { ...input, storms };
}

export function audienceKey({ audience }: Pick<Opening, 'audience'>): string {
  return JSON.stringify([...audience].sort());
}

export function stormKey(one: Pick<Opening, 'audience' | 'kind'>): string {
  return `${one.kind} ${audienceKey(one)}`;
}

export function openingOf(problem: TellableProblem): Opening {
  const { id, code, severity, title, text, link, audience, openedAt } = problem;
  return {
    problem,
    id,
    kind: problemKind(code),
    severity,
    title,
    text,
    link,
    audience,
    waitsSince: openedAt,
  };
}

/** What is critical waits for the next message of its storm no longer than that: within a minute, rounds included. */
export const criticalWithinSeconds = 40;

/**
 * When it is to be told, if it is not quiet then. However often a storm is told of, what joins it waits no
 * longer than from one of its messages to the next; what is critical is told within the minute.
 */
export function dueAt(
  one: Pick<Opening, 'waitsSince' | 'kind' | 'audience' | 'severity'>,
  { rules, storms }: Scene,
): Date {
  const { gatherSeconds, groupWithinSeconds } = rules;
  const due = addSeconds(one.waitsSince, gatherSeconds);
  const storm = storms.get(stormKey(one));
  if (!storm) return due;
  const within =
    one.severity === 'critical'
      ? Math.min(criticalWithinSeconds, groupWithinSeconds)
      : groupWithinSeconds;
  const next = addSeconds(storm.toldAt, within);
  const last = addSeconds(one.waitsSince, within);
  if (next <= due) return due;
  return next < last ? next : last;
}
