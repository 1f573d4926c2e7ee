/**
 * What became of a call to GitLab that brought no usable answer. Compare `error.name`, not `instanceof`.
 */
export class GitLabError extends Error {
  readonly name = 'GitLabError';

  constructor(
    message: string,
    /**
     * - `refused`: GitLab answered that it did not do it;
     * - `not-sent`: GitLab could not be reached, so it did nothing;
     * - `lost`: nobody knows whether GitLab did it.
     */
    readonly effect: 'refused' | 'not-sent' | 'lost',
    readonly status?: number,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** Codes of errors that come before the first byte of a request is sent. */
const notSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
]);

/** For an answer that is no success. */
export function errorOfAnswer(
  response: Response,
  description: string,
  now: Date,
): GitLabError {
  const { status } = response;
  const redirected = status >= 300 && status < 400;
  const message = redirected
    ? 'GitLab redirected the call. Correct `safepoint.gitlab.issuers[].apiBaseUrl`; a token is never sent on to another address.'
    : `GitLab answered ${status}${description && `: ${description}`}`;
  // 408 and 5xx come from proxies as well, after GitLab has done its work.
  const lost = status === 408 || status >= 500;
  return new GitLabError(
    message,
    lost ? 'lost' : 'refused',
    status,
    readRetryAfter(response.headers.get('retry-after'), now),
  );
}

/** For a call that got no answer. Its message never holds more than the code: URLs may be private. */
export function errorOfFailure(failure: unknown): GitLabError {
  const { name, cause } = failure as {
    name?: string;
    cause?: { code?: string };
  };
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new GitLabError('GitLab did not answer in time', 'lost');
  }
  const code = cause?.code ?? 'unknown error';
  return notSentCodes.has(code)
    ? new GitLabError(`GitLab could not be reached (${code})`, 'not-sent')
    : new GitLabError(`The connection to GitLab broke (${code})`, 'lost');
}

/** Seconds or an HTTP date. */
function readRetryAfter(value: string | null, now: Date): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : (Date.parse(value) - now.getTime()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
