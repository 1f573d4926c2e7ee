import { setTimeout as sleep } from 'node:timers/promises';
import { SafepointError } from '@safepoint/engine';
import type { Reporter } from '../report/Reporter';

export interface RetryPolicy {
  /** Whether the portal may do the same call twice. Otherwise it is repeated only if it was never sent. */
  idempotent: boolean;
  deadlineMs: number;
  attemptTimeoutMs: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  idempotent: false,
  deadlineMs: 120_000,
  attemptTimeoutMs: 60_000,
  firstDelayMs: 500,
  maxDelayMs: 10_000,
};

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Node's and OpenSSL's names for a certificate that is not believed. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;
/** Answers that mean "not now"; 429 and 503 say that nothing was done. */
const REFUSED_FOR_NOW = new Set([429, 503]);
const UNSURE = new Set([408, 502, 504]);

type Attempt = { response: Response } | { failure: unknown };

function codeOf(failure: unknown): string {
  const { cause, code, name } = (failure ?? {}) as {
    cause?: { code?: string };
    code?: string;
    name?: string;
  };
  return cause?.code ?? code ?? name ?? 'unknown error';
}

function mayRepeat(attempt: Attempt, idempotent: boolean): string | undefined {
  if ('failure' in attempt) {
    const code = codeOf(attempt.failure);
    // Nobody mends a certificate in two minutes.
    if (CERTIFICATE.test(code)) return undefined;
    return idempotent || NEVER_SENT.has(code) ? code : undefined;
  }
  const { status } = attempt.response;
  if (REFUSED_FOR_NOW.has(status) || (idempotent && UNSURE.has(status))) {
    return `HTTP ${status}`;
  }
  return undefined;
}

function delayOf(attempt: Attempt, count: number, policy: RetryPolicy): number {
  const retryAfter =
    'response' in attempt
      ? Number(attempt.response.headers.get('retry-after'))
      : 0;
  if (retryAfter > 0) return Math.min(retryAfter * 1000, policy.deadlineMs);
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** count);
  return Math.random() * ceiling;
}

function unreachable(request: Request, failure: unknown): SafepointError {
  const code = codeOf(failure);
  const advice = CERTIFICATE.test(code)
    ? 'Its certificate is not believed here: name the file of the CA that signed it by NODE_EXTRA_CA_CERTS, and check that it is for this host.'
    : 'Check SAFEPOINT_PORTAL_URL, and that this job may reach it.';
  const { origin } = new URL(request.url);
  return new SafepointError({
    kind: 'portal-unreachable',
    message: `The portal at ${origin} cannot be reached: ${code}. ${advice}`,
    retryable: true,
    cause: failure,
  });
}

async function attemptOnce(
  request: Request,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const attempt = new Request(request.clone(), {
      // A bearer token must not follow anybody anywhere.
      redirect: 'error',
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(policy.attemptTimeoutMs),
      ]),
    });
    return { response: await fetch(attempt) };
  } catch (failure) {
    signal.throwIfAborted();
    return { failure };
  }
}

/** A `fetch` that repeats what may be repeated, with full jitter, until a deadline. */
export function createRetryingFetch(
  policy: RetryPolicy,
  reporter: Pick<Reporter, 'report'>,
  signal: AbortSignal,
): (request: Request) => Promise<Response> {
  return async request => {
    const deadline = Date.now() + policy.deadlineMs;
    for (let count = 0; ; count++) {
      const attempt = await attemptOnce(request, policy, signal);
      const reason = mayRepeat(attempt, policy.idempotent);
      const delay = delayOf(attempt, count, policy);
      if (reason === undefined || Date.now() + delay > deadline) {
        if ('response' in attempt) return attempt.response;
        throw unreachable(request, attempt.failure);
      }
      reporter.report({
        event: 'portal-retry',
        call: new URL(request.url).pathname,
        reason,
        attempt: count + 1,
      });
      await sleep(delay, undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      );
    }
  };
}
