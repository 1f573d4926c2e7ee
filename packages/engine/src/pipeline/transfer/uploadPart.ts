import { SafepointError } from '../../errors/SafepointError';
import type { PartDigest } from '../../storage/Storage';
import {
  findErrorCode,
  judgeStatus,
  nameOfNetworkError,
  readRetryAfter,
  type Verdict,
} from './answers';
import type { PartTransport, SignedPart } from './PartTransport';
import { waitForRetry, type RetryPolicy } from './RetryPolicy';
import { readAnswer, sendSigned } from './sendSigned';

export interface PartUpload {
  objectName: string;
  digest: PartDigest;
  body: Uint8Array;
  transport: PartTransport;
  policy: RetryPolicy;
  signal: AbortSignal;
}

interface Attempt {
  verdict: Verdict;
  /** What came of it, for the error: a status with its code, or a network error's code. */
  outcome: string;
  host: string;
  retryAfterMs?: number;
}

/**
 * Sends one part until the storage has it. Sending a part again is harmless: it replaces itself. Gives up
 * at the deadline, at a refusal, or when a fresh signature is refused twice.
 */
export async function uploadPart(upload: PartUpload): Promise<void> {
  const startedAt = Date.now();
  const attempts: Attempt[] = [];
  let signed: SignedPart | undefined;
  let freshRefusals = 0;
  for (;;) {
    const isFresh = !signed || Date.parse(signed.expiresAt) <= Date.now();
    signed = isFresh ? await sign(upload) : signed!;
    const attempt = await send(upload, signed);
    if (attempt.verdict === 'done') {
      return;
    }
    attempts.push(attempt);
    if (attempt.verdict === 'sign-again') {
      freshRefusals += isFresh ? 1 : 0;
      signed = undefined;
    }
    const mayHelp =
      attempt.verdict === 'retry' ||
      (attempt.verdict === 'sign-again' && freshRefusals < 2);
    const { retryAfterMs } = attempt;
    const { policy, signal } = upload;
    const retry = {
      attempt: attempts.length,
      startedAt,
      policy,
      retryAfterMs,
      signal,
    };
    if (!mayHelp || !(await waitForRetry(retry))) {
      throw giveUp(upload, attempts, Date.now() - startedAt);
    }
  }
}

async function sign({
  transport,
  digest,
  signal,
}: PartUpload): Promise<SignedPart> {
  const [signed] = await transport.signParts([digest], { signal });
  if (signed?.number !== digest.number) {
    throw new SafepointError({
      kind: 'portal-answer-invalid',
      message: `The portal signed no request for part ${digest.number}. Are portal and agent of the same version?`,
    });
  }
  return signed;
}

async function send(upload: PartUpload, signed: SignedPart): Promise<Attempt> {
  const { body, signal } = upload;
  const { idleTimeoutMs } = upload.policy;
  const { host } = new URL(signed.url);
  try {
    const response = await sendSigned(signed, { body, signal, idleTimeoutMs });
    const status = response.statusCode ?? 0;
    const answer = await readAnswer(response, idleTimeoutMs);
    const code = findErrorCode(answer);
    return {
      verdict: judgeStatus(status),
      outcome: code ? `${status} ${code}` : `${status}`,
      host,
      retryAfterMs: readRetryAfter(response),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { verdict: 'retry', outcome: nameOfNetworkError(error), host };
  }
}

const reasons: Record<Verdict, { kind: string; advice: string }> = {
  done: { kind: 'unexpected', advice: '' },
  retry: {
    kind: 'storage-unreachable',
    advice:
      'Check the network between this job and the storage, then run the job again.',
  },
  'sign-again': {
    kind: 'storage-denied',
    advice:
      'The storage refuses what the portal signed. Check the clocks of both, and what the portal may do in the storage.',
  },
  gone: {
    kind: 'upload-not-found',
    advice:
      'The upload is gone: the run was given up, or completed by another. Run the job again.',
  },
  full: {
    kind: 'storage-full',
    advice:
      'The storage is full; make room there. Nothing that is stored was touched.',
  },
  refused: {
    kind: 'part-refused',
    advice:
      'The storage refuses the request itself. Is there a proxy between that changes it, or redirects it?',
  },
};

function giveUp(upload: PartUpload, attempts: Attempt[], elapsedMs: number) {
  const last = attempts[attempts.length - 1];
  const { kind, advice } = reasons[last.verdict];
  const outcomes = attempts.map(attempt => attempt.outcome);
  const shown =
    outcomes.length > 6
      ? [
          ...outcomes.slice(0, 3),
          `${outcomes.length - 5} more`,
          ...outcomes.slice(-2),
        ]
      : outcomes;
  const times =
    attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  const seconds = (elapsedMs / 1000).toFixed(1);
  return new SafepointError({
    kind,
    message: `Part ${upload.digest.number} of '${
      upload.objectName
    }' could not be stored at ${
      last.host
    } in ${times} within ${seconds} s (${shown.join(', ')}). ${advice}`,
    retryable: last.verdict === 'retry',
  });
}
