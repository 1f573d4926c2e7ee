import type { OpenProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedProblem } from './RecordedProblem';

export function toProblemView(
  problem: RecordedProblem,
  mayAcknowledge: boolean,
): OpenProblemView {
  const { id, code, source, severity, title, text, link } = problem;
  const { resolvedAt, firstToldAt, acknowledgedAt, acknowledgedBy } = problem;
  return {
    id,
    code,
    source,
    severity,
    title,
    text,
    ...(link && { link }),
    since: problem.since.toISOString(),
    openedAt: problem.openedAt.toISOString(),
    ...(resolvedAt && { resolvedAt: resolvedAt.toISOString() }),
    ...(firstToldAt && { toldAt: firstToldAt.toISOString() }),
    ...(acknowledgedAt && { acknowledgedAt: acknowledgedAt.toISOString() }),
    ...(acknowledgedBy && { acknowledgedBy }),
    mayAcknowledge: mayAcknowledge && !resolvedAt && !acknowledgedAt,
  };
}
