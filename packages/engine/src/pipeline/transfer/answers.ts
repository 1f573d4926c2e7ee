import type { IncomingMessage } from 'node:http';

/** What to do after an answer. */
export type Verdict =
  | 'done'
  | 'retry'
  | 'sign-again'
  | 'gone'
  | 'full'
  | 'refused';

export function judgeStatus(status: number): Verdict {
  if (status >= 200 && status < 300) {
    return 'done';
  }
  if (status === 507) {
    return 'full';
  }
  if (status === 408 || status === 429 || (status >= 500 && status !== 501)) {
    return 'retry';
  }
  if (status === 401 || status === 403) {
    return 'sign-again';
  }
  return status === 404 || status === 410 ? 'gone' : 'refused';
}

/** The service's name for the problem: S3's `<Code>`, the portal's `error.name`. Never other text of it. */
export function findErrorCode(body: string): string | undefined {
  const match =
    /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(body) ??
    /"name"\s*:\s*"([A-Za-z0-9-]{1,60})"/.exec(body);
  return match?.[1];
}

/** How long the server asks to wait, at most five minutes. */
export function readRetryAfter(response: IncomingMessage): number | undefined {
  const seconds = Number(response.headers['retry-after']);
  return seconds > 0 ? Math.min(seconds, 300) * 1000 : undefined;
}

/** A short name of a network error: its code. Its message may hold an address with a signature. */
export function nameOfNetworkError(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: string; name?: string };
  return code ?? name ?? 'unknown network error';
}
