import { SafepointError } from '@safepoint/engine';

/** Where the portal is, and who asks it: a person or a service, by a Backstage token. */
export interface PortalAccess {
  portalUrl: string;
  /** Secret. */
  token: string;
}

/**
 * For commands that no CI job runs. Throws `config-incomplete` with everything that is wrong, what the command
 * itself found included.
 */
export function readPortalAccess(
  options: { portalUrl?: string },
  variables: NodeJS.ProcessEnv,
  command: {
    /** What the token must be allowed to do. */
    permission: string;
    problems?: (string | undefined)[];
  },
): PortalAccess {
  const portalUrl = options.portalUrl ?? variables.SAFEPOINT_PORTAL_URL ?? '';
  const token = variables.SAFEPOINT_TOKEN;
  const problems = [
    token
      ? undefined
      : `SAFEPOINT_TOKEN is not set; it holds a Backstage token that may do ${command.permission}`,
    /^https?:\/\/[^\s@]+$/.test(portalUrl)
      ? undefined
      : 'the address of the portal is missing, no http(s) address, or holds credentials: set SAFEPOINT_PORTAL_URL to https://portal.example.com',
    ...(command.problems ?? []),
  ].filter(problem => problem !== undefined);
  if (!token || problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${problems.join('; ')}.`,
    });
  }
  return {
    // Both addresses name the API, as for the other commands.
    portalUrl: portalUrl.replace(/(\/api\/safepoint)?\/*$/, ''),
    token,
  };
}
