import { decodeJwt, errors, jwtVerify } from 'jose';
import { digestOf } from '../digests';
import { IssuerKeys, IssuerUnreachableError } from './IssuerKeys';
import { type JobClaims, parseJobClaims } from './jobClaims';
import type { JobIdentity } from './JobIdentity';

export type JobIdentityVerdict =
  | { outcome: 'verified'; identity: JobIdentity }
  /** `detail` is for the portal's log only. */
  | { outcome: 'refused'; code: string; detail: string }
  | { outcome: 'unavailable'; detail: string };

export interface JobIdentityVerifierOptions {
  /** What `aud` must be, and nothing else. */
  audience: string;
  /** The GitLabs whose jobs are believed, without a slash at the end. */
  issuers: string[];
  fetch?: typeof fetch;
}

/** A token older than that is refused even if its job may still run: GitLab does not revoke tokens. */
const maxTokenAgeSeconds = 6 * 60 * 60;
const clockToleranceSeconds = 10;

/** Verifies GitLab's ID tokens of CI jobs against the issuers that the configuration names. */
export class JobIdentityVerifier {
  readonly #audience: string;
  readonly #issuers: Map<string, IssuerKeys>;

  constructor(options: JobIdentityVerifierOptions) {
    this.#audience = options.audience;
    this.#issuers = new Map(
      options.issuers.map(issuer => [
        issuer,
        new IssuerKeys(issuer, options.fetch),
      ]),
    );
  }

  /** @param options - `at`: whether it was good at that moment of the past, and not now */
  async verify(
    token: string,
    options: { at?: Date } = {},
  ): Promise<JobIdentityVerdict> {
    const issuer = readIssuer(token);
    const keys = issuer !== undefined && this.#issuers.get(issuer);
    if (!issuer || !keys) {
      return refuse('unknown-issuer', `the issuer ${issuer} is not configured`);
    }
    try {
      const { payload } = await jwtVerify(token, await keys.get(), {
        issuer,
        audience: this.#audience,
        algorithms: ['RS256'],
        currentDate: options.at,
        maxTokenAge: maxTokenAgeSeconds,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['iat', 'exp', 'sub', 'jti'],
      });
      const parsed = parseJobClaims(payload);
      return 'problem' in parsed
        ? refuse('claims-invalid', parsed.problem)
        : { outcome: 'verified', identity: toIdentity(parsed.claims, token) };
    } catch (error) {
      return explain(error);
    }
  }
}

/** Not verified yet: it only chooses among the configured issuers. */
function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function explain(error: unknown): JobIdentityVerdict {
  if (
    error instanceof IssuerUnreachableError ||
    error instanceof errors.JWKSTimeout ||
    !(error instanceof errors.JOSEError)
  ) {
    return {
      outcome: 'unavailable',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
  return refuse('token-invalid', `${error.code}: ${error.message}`);
}

function refuse(code: string, detail: string): JobIdentityVerdict {
  return { outcome: 'refused', code, detail };
}

function toIdentity(claims: JobClaims, token: string): JobIdentity {
  return {
    issuer: claims.iss,
    projectId: claims.project_id,
    projectPath: claims.project_path,
    namespaceId: claims.namespace_id,
    pipelineId: claims.pipeline_id,
    pipelineSource: claims.pipeline_source,
    jobId: claims.job_id,
    ref: claims.ref,
    refProtected: claims.ref_protected === 'true',
    commit: claims.sha,
    userLogin: claims.user_login,
    environment: claims.environment,
    ...(claims.environment_protected !== undefined && {
      environmentProtected: claims.environment_protected === 'true',
    }),
    tokenDigest: digestOf(token),
  };
}
