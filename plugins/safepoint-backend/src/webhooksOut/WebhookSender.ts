import { type Dispatcher, request } from 'undici';
import { describeAnswer } from './describeAnswer';
import type { WebhookMessage } from './describeMessage';

export type SendOutcome =
  | { outcome: 'delivered'; status: number }
  | {
      outcome: 'failed';
      status?: number;
      /** Bounded and without secrets. */
      problem: string;
      retryAfterSeconds?: number;
      gone?: boolean;
    };

/** As much of an answer as is looked at; the rest is not read. */
const readableBytes = 2_048;

/** Sends one message to one address: no redirect is followed, and every wait ends. Never throws. */
export class WebhookSender {
  constructor(
    private readonly options: {
      dispatcher: Dispatcher;
      timeoutSeconds: number;
    },
  ) {}

  async send(url: string, message: WebhookMessage): Promise<SendOutcome> {
    const { dispatcher, timeoutSeconds } = this.options;
    const signal = AbortSignal.timeout(timeoutSeconds * 1_000);
    try {
      const answer = await request(url, {
        ...message,
        method: 'POST',
        dispatcher,
        signal,
      });
      const text = await readStart(answer.body);
      const status = answer.statusCode;
      if (status >= 200 && status < 300)
        return { outcome: 'delivered', status };
      return {
        outcome: 'failed',
        status,
        problem: describeAnswer(status, text),
        retryAfterSeconds: readRetryAfter(answer.headers['retry-after']),
        gone: status === 410,
      };
    } catch (error) {
      return {
        outcome: 'failed',
        problem: signal.aborted
          ? `No answer within ${timeoutSeconds} s.`
          : describeFailure(error),
      };
    }
  }
}

async function readStart(body: Dispatcher.ResponseData['body']) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= readableBytes) break;
  }
  body.destroy();
  return Buffer.concat(chunks).subarray(0, readableBytes).toString('utf8');
}

function readRetryAfter(header: unknown): number | undefined {
  const seconds = Number(header);
  return typeof header === 'string' && seconds >= 0 ? seconds : undefined;
}

/** The reason of a failed connection stands in its code or in its cause. */
function describeFailure(error: unknown): string {
  const { code, message, name } = error as {
    code?: string;
    message?: string;
    name?: string;
  };
  if (name === 'ForbiddenAddressError') return message ?? name;
  return code
    ? `The endpoint could not be reached (${code}).`
    : 'The endpoint could not be reached.';
}
