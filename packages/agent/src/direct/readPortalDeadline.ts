import { SafepointError } from '@safepoint/engine';

const defaultSeconds = 120;
const mostSeconds = 600;

/** How long a call to a portal that does not answer is tried before the portal counts as away. */
export function readPortalDeadline(variables: NodeJS.ProcessEnv): number {
  const text = variables.SAFEPOINT_PORTAL_DEADLINE_SECONDS;
  const seconds = text ? Number(text) : defaultSeconds;
  if (!(seconds > 0 && seconds <= mostSeconds)) {
    throw new SafepointError({
      kind: 'usage',
      message: `SAFEPOINT_PORTAL_DEADLINE_SECONDS must be between 1 and ${mostSeconds}; it is ${defaultSeconds} where it is not set.`,
    });
  }
  return seconds * 1000;
}
