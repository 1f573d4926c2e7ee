import { dueAt, openingOf, openScene, type Scene } from './Opening';
import { escalationLookAt, planEscalations } from './planEscalations';
import { planOpenings } from './planOpenings';
import { endLookAt, hasChanged, isOver, planThreads } from './planThreads';
import type {
  TellableProblem,
  Telling,
  TellingInput,
  TellingPlan,
} from './Telling';

/**
 * Whom to tell what now, and what has to be remembered of it. Everything is told once: what a message
 * tells is remembered together with it. A critical problem is told `gatherSeconds` after it opened, or as
 * part of its storm within a minute, quiet or not.
 *
 * @public
 */
export function planTelling(input: TellingInput): TellingPlan {
  const tellings = withoutOverlap([
    ...planOpenings(openScene(input)),
    ...planThreads(input),
    ...planEscalations(input),
    ...closeUnheard(input),
  ]);
  const states = new Map(
    tellings.flatMap(telling =>
      telling.states.map(({ id, state }) => [id, state] as const),
    ),
  );
  const after = input.problems.map(problem => ({
    ...problem,
    ...states.get(problem.id),
  }));
  const scene = openScene({ ...input, problems: after });
  const sizes = new Map<string | undefined, number>();
  for (const { thread } of after) {
    sizes.set(thread, (sizes.get(thread) ?? 0) + 1);
  }
  return {
    tellings,
    looks: after.map(problem => ({
      id: problem.id,
      at: lookAt(problem, sizes.get(problem.thread) ?? 1, scene),
    })),
  };
}

/** Ended before anybody was told, and not critical: nobody needs to hear of it. */
function closeUnheard(input: TellingInput): Telling[] {
  return input.problems
    .filter(one => !one.thread && one.severity !== 'critical')
    .filter(one => isOver(one, input))
    .map(({ id }) => ({ states: [{ id, state: { closedAt: input.now } }] }));
}

/** A problem is part of one step at a time; the next one is taken at the next look. */
function withoutOverlap(tellings: Telling[]): Telling[] {
  const taken = new Set<string>();
  return tellings.filter(({ states }) => {
    if (states.some(({ id }) => taken.has(id))) return false;
    states.forEach(({ id }) => taken.add(id));
    return true;
  });
}

function lookAt(
  problem: TellableProblem & { closedAt?: Date },
  members: number,
  scene: Scene,
): Date | undefined {
  const { resolvedAt, severity, thread, closedAt } = problem;
  const { quietUntil, calmSeconds } = scene.rules;
  if (closedAt) return undefined;
  if (!thread) {
    if (resolvedAt && severity !== 'critical') {
      return new Date(resolvedAt.getTime() + calmSeconds * 1_000);
    }
    const due = dueAt(openingOf(problem), scene);
    return severity !== 'critical' && quietUntil && quietUntil > due
      ? quietUntil
      : due;
  }
  if (resolvedAt) return endLookAt({ ...problem, resolvedAt }, members, scene);
  if (hasChanged(problem)) return quietUntil ?? scene.now;
  return escalationLookAt(problem, scene);
}
