import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

export interface SignedTarget {
  method: 'GET' | 'PUT';
  url: string;
  headers: Record<string, string>;
}

/**
 * Sends a signed request and gives the response, its body unread. Follows no redirect: what was signed is
 * for one server. Rejects with the network's error, whose `code` is safe to show, its message is not.
 */
export function sendSigned(
  target: SignedTarget,
  options: { body?: Uint8Array; signal: AbortSignal; idleTimeoutMs: number },
): Promise<IncomingMessage> {
  const { body, signal, idleTimeoutMs } = options;
  const url = new URL(target.url);
  const send = url.protocol === 'https:' ? https.request : http.request;
  const headers: Record<string, string | number> = { ...target.headers };
  if (body) {
    headers['content-length'] = body.length;
  }
  return new Promise((resolve, reject) => {
    const request = send(url, { method: target.method, headers, signal });
    request.setTimeout(idleTimeoutMs, () =>
      request.destroy(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' })),
    );
    request.once('response', response => {
      // Whoever reads the body watches over it; a reader that is slow is no reason to hang up.
      request.setTimeout(0);
      resolve(response);
    });
    // Stays: a server that answers before it has read everything may reset the connection afterwards.
    request.on('error', reject);
    request.end(body);
  });
}

/** Reads a small body to its end so that the connection can be used again; gives at most 4 KiB of it. */
export async function readAnswer(
  response: IncomingMessage,
  idleTimeoutMs: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of readBody(response, idleTimeoutMs)) {
      sizeBytes += chunk.length;
      if (sizeBytes > 4096) {
        response.destroy();
        break;
      }
      chunks.push(Buffer.from(chunk));
    }
  } catch {
    // The status came; the body only explains it.
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body of a response. Only a server that is silent while we wait runs into the timeout. */
export async function* readBody(
  response: IncomingMessage,
  idleTimeoutMs: number,
): AsyncGenerator<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(() => {
        response.destroy(
          Object.assign(new Error('idle'), { code: 'ETIMEDOUT' }),
        );
      }, idleTimeoutMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) {
        return;
      }
      yield next.value;
    }
  } finally {
    response.destroy();
  }
}
