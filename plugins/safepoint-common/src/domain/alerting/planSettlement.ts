import type { Problem } from './Problem';
import { compareSeverity } from './severity';

/** As it stands recorded; one that was resolved may come back for a while. @public */
export interface KnownProblem extends Problem {
  id: string;
  resolvedAt?: Date;
}

/** @public */
export type SettlementStep<Known extends KnownProblem> =
  | { step: 'open'; found: Problem }
  /** It has come back before anybody could rely on its end. */
  | { step: 'reopen'; known: Known; found: Problem }
  | { step: 'change'; known: Known; found: Problem }
  | { step: 'resolve'; known: Known };

/**
 * What has to be written so that exactly what was found is open. Of two problems of the same code the
 * graver one counts.
 *
 * @param known - of the same subject: the open ones, and those that may be opened again, newest first
 * @public
 */
export function planSettlement<Known extends KnownProblem>(
  known: Known[],
  found: Problem[],
): SettlementStep<Known>[] {
  const wanted = new Map<string, Problem>();
  for (const problem of found) {
    const other = wanted.get(problem.code);
    if (!other || compareSeverity(problem.severity, other.severity) > 0) {
      wanted.set(problem.code, problem);
    }
  }
  const steps: SettlementStep<Known>[] = [];
  for (const one of wanted.values()) {
    const same = known.filter(({ code }) => code === one.code);
    const open = same.find(({ resolvedAt }) => !resolvedAt);
    if (!open) {
      steps.push(
        same.length > 0
          ? { step: 'reopen', known: same[0], found: one }
          : { step: 'open', found: one },
      );
    } else if (isOther(open, one)) {
      steps.push({ step: 'change', known: open, found: one });
    }
  }
  for (const one of known) {
    if (!one.resolvedAt && !wanted.has(one.code)) {
      steps.push({ step: 'resolve', known: one });
    }
  }
  return steps;
}

/** Since when it lasts is what was said first. */
function isOther(known: Problem, found: Problem): boolean {
  return (
    known.severity !== found.severity ||
    known.title !== found.title ||
    known.text !== found.text ||
    known.link !== found.link
  );
}
