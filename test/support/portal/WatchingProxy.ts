import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** One moment of the talk between an agent and a portal. */
export interface Moment {
  /** Of the request, `POST /api/…`. */
  call: RegExp;
  /** The how-manieth such request, from 1. */
  count: number;
  /** Before the portal hears of it, when it has half or all of the request, or when it has answered. */
  at: 'before' | 'half' | 'asked' | 'answered';
}

/** Stands between an agent and a portal, and says when a moment has come; then the agent hears no more. */
export class WatchingProxy {
  #watched?: { moment: Moment; seen: number; arrived: () => void };
  readonly #server: Server;

  private constructor(private readonly portalUrl: string) {
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  static async start(portalUrl: string): Promise<WatchingProxy> {
    const proxy = new WatchingProxy(portalUrl);
    await new Promise<void>(resolve => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Resolves when the moment has come. */
  watch(moment: Moment): Promise<void> {
    return new Promise(arrived => {
      this.#watched = { moment, seen: 0, arrived };
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #pass(request: IncomingMessage, response: ServerResponse) {
    const stopAt = this.#look(`${request.method} ${request.url}`);
    const body = await readAll(request);
    if (stopAt?.at === 'before') return stopAt.arrived();
    const answer = this.#ask(request, body, stopAt);
    // The agent is dead by then; what becomes of its request is the portal's business.
    if (stopAt) return undefined;
    const { status, headers, text } = await answer;
    response.writeHead(status, { ...headers, 'content-length': text.length });
    return response.end(text);
  }

  #look(call: string) {
    const watched = this.#watched;
    if (!watched?.moment.call.test(call)) return undefined;
    watched.seen += 1;
    const { moment, seen, arrived } = watched;
    return seen === moment.count ? { at: moment.at, arrived } : undefined;
  }

  #ask(
    { method, url, headers }: IncomingMessage,
    body: Buffer,
    stopAt?: { at: Moment['at']; arrived: () => void },
  ) {
    return new Promise<{ status: number; headers: object; text: Buffer }>(
      (resolve, reject) => {
        const request = ask(this.portalUrl + url, {
          method,
          headers: { ...headers, host: new URL(this.portalUrl).host },
        });
        request.once('error', error =>
          stopAt
            ? resolve({ status: 0, headers: {}, text: body })
            : reject(error),
        );
        request.once('response', async answer => {
          const bytes = await readAll(answer);
          if (stopAt?.at === 'answered') stopAt.arrived();
          // Signed requests lead here, too.
          const text = Buffer.from(
            bytes.toString('latin1').replaceAll(this.portalUrl, this.url),
            'latin1',
          );
          const { 'transfer-encoding': _, ...rest } = answer.headers;
          resolve({ status: answer.statusCode ?? 502, headers: rest, text });
        });
        if (stopAt?.at === 'half') {
          request.write(body.subarray(0, body.length / 2), () => {
            request.destroy();
            stopAt.arrived();
          });
          return;
        }
        request.end(body, () => {
          if (stopAt?.at === 'asked') stopAt.arrived();
        });
      },
    );
  }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
