import type { ProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import { INSUFFICIENT_STORAGE } from './exitCodes';

const MAX_MESSAGE = 4000;

/** An answer of the portal by its status: not everything that it answers is its refusal. */
function kindOfAnswer(status: number): string {
  if (status === INSUFFICIENT_STORAGE) return 'storage-full';
  return status >= 500 ? 'portal-failed' : 'portal-refused';
}

function kindOf(error: unknown): string {
  const { name, kind, status } = (error ?? {}) as {
    name?: string;
    kind?: string;
    status?: number;
  };
  if (name === 'SafepointError' && kind) return kind;
  return name === 'SafepointApiError' && status !== undefined
    ? kindOfAnswer(status)
    : 'unexpected';
}

/** An error as the portal records it and the event log shows it. */
export function toProblem(error: unknown): ProblemView {
  const { message } = (error ?? {}) as Partial<Error>;
  return {
    kind: kindOf(error),
    message: (message || String(error)).slice(0, MAX_MESSAGE),
  };
}
