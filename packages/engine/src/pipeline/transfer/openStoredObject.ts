import type { IncomingMessage } from 'node:http';
import { SafepointError } from '../../errors/SafepointError';
import { judgeStatus, nameOfNetworkError, readRetryAfter } from './answers';
import {
  defaultRetryPolicy,
  waitForRetry,
  type RetryPolicy,
} from './RetryPolicy';
import { readAnswer, readBody, sendSigned } from './sendSigned';
import {
  openPayload,
  type OpenedStream,
  type StoredObject,
} from './openPayload';

/** A signed request that reads one object. @public */
export interface SignedRead {
  url: string;
  headers: Record<string, string>;
}

/**
 * Opens a stored object that a signed request reads. Rejects with `object-missing`, `storage-denied` or
 * `storage-unreachable`; the stream fails as that of `openPayload` does.
 *
 * @public
 */
export async function openStoredObject(
  read: SignedRead,
  object: StoredObject,
  retryPolicy?: Partial<RetryPolicy>,
): Promise<OpenedStream> {
  const policy = { ...defaultRetryPolicy, ...retryPolicy };
  const response = await startReading(read, object, policy);
  return openPayload(translateBreaks(response, policy, object.name), object);
}

/** Tries until the first byte comes; what breaks after that is for the caller to start again. */
async function startReading(
  read: SignedRead,
  { name, signal }: StoredObject,
  policy: RetryPolicy,
): Promise<IncomingMessage> {
  const { idleTimeoutMs } = policy;
  const startedAt = Date.now();
  for (let attempt = 1; ; attempt++) {
    let outcome: string;
    let retryAfterMs: number | undefined;
    try {
      const target = { ...read, method: 'GET' as const };
      const response = await sendSigned(target, { signal, idleTimeoutMs });
      const verdict = judgeStatus(response.statusCode ?? 0);
      if (verdict === 'done') {
        return response;
      }
      outcome = `${response.statusCode}`;
      retryAfterMs = readRetryAfter(response);
      await readAnswer(response, idleTimeoutMs);
      if (verdict !== 'retry') {
        throw refused(name, verdict === 'gone', outcome);
      }
    } catch (error) {
      signal.throwIfAborted();
      if ((error as Error).name === 'SafepointError') {
        throw error;
      }
      outcome = nameOfNetworkError(error);
    }
    if (
      !(await waitForRetry({
        attempt,
        startedAt,
        policy,
        retryAfterMs,
        signal,
      }))
    ) {
      throw unreachable(name, `${outcome}, ${attempt} attempts`);
    }
  }
}

async function* translateBreaks(
  response: IncomingMessage,
  policy: RetryPolicy,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* readBody(response, policy.idleTimeoutMs);
  } catch (error) {
    throw unreachable(
      name,
      `the connection broke: ${nameOfNetworkError(error)}`,
    );
  }
}

function refused(name: string, isMissing: boolean, outcome: string) {
  return isMissing
    ? new SafepointError({
        kind: 'object-missing',
        message: `The object '${name}' is not in the storage (${outcome}). It was deleted, or hidden by a delete marker; use another recovery point, or bring it back from a version or a copy.`,
      })
    : new SafepointError({
        kind: 'storage-denied',
        message: `The storage refuses to give the object '${name}' (${outcome}). The signed request may have expired: run the job again. If it lasts, check what the portal may read.`,
      });
}

function unreachable(name: string, why: string) {
  return new SafepointError({
    kind: 'storage-unreachable',
    message: `The object '${name}' could not be read from the storage (${why}). Check the network between, then run the job again.`,
    retryable: true,
  });
}
