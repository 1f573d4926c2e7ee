import { type readDirectPlan, SafepointError } from '@safepoint/engine';

/** The RFC 7638 thumbprint of a public key, or the key itself as a JWK. */
export type PinnedKey = Parameters<typeof readDirectPlan>[1][number];
type PublicKey = Exclude<PinnedKey, string>;

/** What a job needs for going on without the portal. */
export interface DirectSettings {
  bucket: string;
  prefix?: string;
  region: string;
  endpoint?: string;
  /** The portal's signing keys. */
  signingKeys: PinnedKey[];
  /** GitLab's ID token for the draft. It opens nothing, and is still not for logs. */
  proof: string;
}

export interface DirectFlags {
  onPortalUnreachable?: string;
}

/**
 * Undefined where the job is to end with the portal, which is the default. Where it is to go on, everything
 * that this needs is checked at once and at the start: an outage is no time to find it missing.
 */
export function readDirectSettings(
  variables: NodeJS.ProcessEnv,
  flags: DirectFlags,
): DirectSettings | undefined {
  const choice =
    flags.onPortalUnreachable ??
    (variables.SAFEPOINT_ON_PORTAL_UNREACHABLE || 'fail');
  if (choice === 'fail') return undefined;
  if (choice !== 'direct') {
    throw new SafepointError({
      kind: 'usage',
      message: `SAFEPOINT_ON_PORTAL_UNREACHABLE is '${choice}'; it is fail or direct.`,
    });
  }
  const problems: string[] = [];
  const place = readPlace(variables.SAFEPOINT_DIRECT_STORAGE, problems);
  const signingKeys = readKeys(variables.SAFEPOINT_SIGNING_KEY, problems);
  const proof = variables.SAFEPOINT_DIRECT_TOKEN;
  if (!proof) {
    problems.push(
      'SAFEPOINT_DIRECT_TOKEN is not set; give the job id_tokens: { SAFEPOINT_DIRECT_TOKEN: { aud: <the audience of the portal>/direct } }',
    );
  }
  if (problems.length > 0 || !place || !proof) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `Direct mode is asked for and could not be used: ${problems.join(
        '; ',
      )}.`,
    });
  }
  return {
    ...place,
    region: variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION ?? 'us-east-1',
    endpoint: variables.AWS_ENDPOINT_URL_S3 ?? variables.AWS_ENDPOINT_URL,
    signingKeys,
    proof,
  };
}

function readPlace(
  text: string | undefined,
  problems: string[],
): { bucket: string; prefix?: string } | undefined {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 's3:' || !url.hostname) {
    problems.push(
      "SAFEPOINT_DIRECT_STORAGE is not set to the portal's bucket, s3://bucket or s3://bucket/prefix",
    );
    return undefined;
  }
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  return { bucket: url.hostname, ...(prefix && { prefix }) };
}

/** Thumbprints between spaces or commas, or JSON: a public JWK, or a JWK Set. */
function readKeys(text: string | undefined, problems: string[]): PinnedKey[] {
  const keys = text?.trim().startsWith('{')
    ? readJson(text)
    : (text ?? '').split(/[\s,]+/).filter(Boolean);
  const bad = keys.some(key =>
    typeof key === 'string' ? !/^[A-Za-z0-9_-]{43}$/.test(key) : !isPublic(key),
  );
  if (keys.length === 0 || bad) {
    problems.push(
      "SAFEPOINT_SIGNING_KEY is not set to the portal's signing key: its thumbprint (`kid` at /api/safepoint/keys), or the public key as a JWK. Without it, whoever writes to the bucket could say whom data is encrypted to",
    );
  }
  return keys;
}

function readJson(text: string): PublicKey[] {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value.keys) ? value.keys : [value];
  } catch {
    return [];
  }
}

function isPublic({ kty, crv, x, d }: PublicKey): boolean {
  return kty === 'OKP' && crv === 'Ed25519' && Boolean(x) && d === undefined;
}
