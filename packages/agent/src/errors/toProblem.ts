import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';

const MAX_MESSAGE = 4000;

/** An error as the portal records it and the event log shows it. */
export function toProblem(error: unknown): ProblemView {
  const { name, kind, message } = (error ?? {}) as Partial<Error> & {
    kind?: string;
  };
  const known = name === 'SafepointError' && kind;
  const refused = name === 'SafepointApiError';
  return {
    kind: (known && kind) || (refused ? 'portal-refused' : 'unexpected'),
    message: (message || String(error)).slice(0, MAX_MESSAGE),
  };
}
