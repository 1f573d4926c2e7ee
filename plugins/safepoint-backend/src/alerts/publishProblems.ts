import { eventOfProblem } from '@safepoint/backstage-plugin-safepoint-common';
import type { Events } from '../webhooksOut';
import type { DatabaseProblemsOptions } from './DatabaseProblems';

/** Tells whoever listens to events that a problem was opened or resolved. */
export function publishProblems(
  events: Pick<Events, 'publish'>,
  portalUrl: string,
): DatabaseProblemsOptions['onChange'] {
  return async ({ kind, problem }, trx) => {
    if (kind === 'changed') return;
    const at = problem.resolvedAt ?? problem.openedAt;
    await events.publish(trx, [
      eventOfProblem(kind, problem, { at, portalUrl }),
    ]);
  };
}
