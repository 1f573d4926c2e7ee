import type { IncomingMessage, ServerResponse } from 'node:http';

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * What a caller gets to see.
 *
 * - `reset`: the connection breaks;
 * - `silence`: nothing, until the caller gives up;
 * - `half`: the right answer, and the connection breaks in its middle;
 * - `cut`: the first half of the right answer as if it were the whole;
 * - `twice`: the right answer, and at once the same again on the same connection;
 * - `slow`: the right answer, late but in time.
 */
export type Answer =
  | Reply
  | { status: number; text: string }
  | 'reset'
  | 'silence'
  | 'half'
  | 'cut'
  | 'twice'
  | 'slow';

/** What goes wrong with one POST: whether it is done, and what the caller gets to see. */
export interface Fault {
  /** `replayed`: a proxy sent it twice, so that GitLab did it twice. */
  effect: 'before' | 'after' | 'replayed';
  /** Look-ups show what was made only that long afterwards. */
  lateSeconds?: number;
  answer: Answer;
}

export const notFound: Answer = {
  status: 404,
  body: { message: '404 Not Found' },
};

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** @param good - what `half`, `cut`, `twice` and `slow` distort */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  good: Answer,
): void {
  if (typeof answer === 'object') {
    send(response, answer, textOf(answer));
    return;
  }
  const { socket } = request;
  const whole = typeof good === 'object' ? good : ({ status: 500 } as Reply);
  const text = textOf(whole);
  switch (answer) {
    case 'silence':
      break;
    case 'half':
      socket.end(formatRaw(whole, text).slice(0, -text.length / 2));
      break;
    case 'cut':
      send(response, whole, text.slice(0, text.length / 2));
      break;
    case 'twice':
      socket.write(formatRaw(whole, text) + formatRaw(whole, text));
      break;
    case 'slow':
      setTimeout(() => send(response, whole, text), 20);
      break;
    default:
      socket.destroy();
  }
}

function textOf(answer: Reply | { status: number; text: string }): string {
  return 'text' in answer ? answer.text : JSON.stringify(answer.body ?? {});
}

function send(response: ServerResponse, answer: Reply, text: string): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...answer.headers,
  });
  response.end(text);
}

function formatRaw({ status }: Reply, text: string): string {
  return [
    `HTTP/1.1 ${status} Answer`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
}
