import { SafepointError } from '@safepoint/engine';

/** What a job tells the agent through its environment, and flags can override. */
export interface JobEnvironment {
  portalUrl: string;
  /** A secret. */
  idToken: string;
  environment?: string;
  /** Of a drill: whose recovery point is restored. */
  sourceEnvironment?: string;
}

export interface JobFlags {
  portalUrl?: string;
  environment?: string;
  sourceEnvironment?: string;
}

function checkUrl(text: string | undefined): string | undefined {
  if (!text) {
    return 'SAFEPOINT_PORTAL_URL is not set; set it to the address of the portal, https://portal.example.com';
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return 'SAFEPOINT_PORTAL_URL is no http(s) address';
  }
  if (new URL(text).username || new URL(text).password) {
    return 'SAFEPOINT_PORTAL_URL holds credentials; the agent needs none, remove them';
  }
  return undefined;
}

/** Throws `config-incomplete` with everything that is missing. */
export function readJobEnvironment(
  variables: NodeJS.ProcessEnv,
  flags: JobFlags,
  needs: { environment: boolean; sourceEnvironment?: boolean },
): JobEnvironment {
  const portalUrl = flags.portalUrl ?? variables.SAFEPOINT_PORTAL_URL;
  const idToken = variables.SAFEPOINT_ID_TOKEN;
  const environment = flags.environment ?? variables.SAFEPOINT_ENVIRONMENT;
  const sourceEnvironment =
    flags.sourceEnvironment ?? variables.SAFEPOINT_SOURCE_ENVIRONMENT;
  const problems = [
    checkUrl(portalUrl),
    idToken
      ? undefined
      : 'SAFEPOINT_ID_TOKEN is not set; give the job id_tokens: { SAFEPOINT_ID_TOKEN: { aud: <the portal> } }',
    environment || !needs.environment
      ? undefined
      : 'the environment is not known; set SAFEPOINT_ENVIRONMENT or --environment',
    sourceEnvironment || !needs.sourceEnvironment
      ? undefined
      : 'the environment that is drilled is not known; set SAFEPOINT_SOURCE_ENVIRONMENT or --source-environment',
  ].filter((problem): problem is string => problem !== undefined);
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${problems.join('; ')}.`,
    });
  }
  return {
    // Both were checked above.
    portalUrl: apiBase(portalUrl!),
    idToken: idToken!,
    ...(environment && { environment }),
    ...(needs.sourceEnvironment && sourceEnvironment && { sourceEnvironment }),
  };
}

/** `https://portal/` and `https://portal/api/safepoint` both name the API. */
function apiBase(url: string): string {
  const base = url.replace(/\/+$/, '');
  return base.endsWith('/api/safepoint') ? base : `${base}/api/safepoint`;
}
