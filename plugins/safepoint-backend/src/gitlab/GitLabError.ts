/**
 * What became of a call to GitLab that brought no usable answer. Compare `error.name`, not `instanceof`.
 */
export class GitLabError extends Error {
  readonly name = 'GitLabError';

  constructor(
    message: string,
    /**
     * - `refused`: GitLab answered that it did not do it;
     * - `throttled`: it did not do it because too much was asked of it, and may be asked again later;
     * - `not-sent`: GitLab could not be reached, so it did nothing;
     * - `lost`: nobody knows whether GitLab did it.
     */
    readonly effect: 'refused' | 'throttled' | 'not-sent' | 'lost',
    readonly status?: number,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** Nothing that GitLab says of itself may silence the portal for longer. */
const longestRetryAfterSeconds = 600;

/**
 * GitLab's limit on the creation of pipelines does not answer 429 but 400, as for a mistake in the
 * configuration; only its words tell (`Gitlab::Ci::Pipeline::Chain::Limit::RateLimit`).
 */
const tooManyPipelines = /too many pipelines created in the last minute/i;

/** Codes of errors that come before the first byte of a request is sent. */
const notSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
]);

/** These come while connecting, and on a connection whose request was sent already. */
const unreachableCodes = new Set(['EHOSTUNREACH', 'ENETUNREACH']);

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
  return new GitLabError(
    message,
    effectOf(status, description),
    status,
    readRetryAfter(response.headers.get('retry-after'), now),
  );
}

function effectOf(status: number, description: string) {
  // 408 and 5xx come from proxies as well, after GitLab has done its work.
  if (status === 408 || status >= 500) return 'lost';
  const throttled =
    status === 429 || (status === 400 && tooManyPipelines.test(description));
  return throttled ? 'throttled' : 'refused';
}

/** For a call that got no answer. Its message never holds more than the code: URLs may be private. */
export function errorOfFailure(failure: unknown): GitLabError {
  const { name, cause } = failure as { name?: string; cause?: Cause };
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new GitLabError('GitLab did not answer in time', 'lost');
  }
  const code = cause?.code ?? 'unknown error';
  return notSentCodes.has(code) || wasConnecting(cause)
    ? new GitLabError(`GitLab could not be reached (${code})`, 'not-sent')
    : new GitLabError(`The connection to GitLab broke (${code})`, 'lost');
}

interface Cause {
  code?: string;
  syscall?: string;
  /** One for each address of a host that has several. */
  errors?: Cause[];
}

function wasConnecting(cause: Cause | undefined): boolean {
  const attempts = cause?.errors ?? (cause ? [cause] : []);
  return (
    attempts.length > 0 &&
    attempts.every(
      ({ code, syscall }) =>
        notSentCodes.has(code ?? '') ||
        (unreachableCodes.has(code ?? '') && syscall === 'connect'),
    )
  );
}

/** Seconds or an HTTP date; never at once, and never longer than the portal bears. */
function readRetryAfter(value: string | null, now: Date): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : (Date.parse(value) - now.getTime()) / 1_000;
  return Number.isFinite(seconds)
    ? Math.min(Math.max(1, seconds), longestRetryAfterSeconds)
    : undefined;
}
