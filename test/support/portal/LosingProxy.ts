import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between an agent and a portal and loses answers: the portal has done its work, nobody hears of it. */
export class LosingProxy {
  /** `POST /api/…` of each call whose answer was lost. */
  readonly lost: string[] = [];
  #lose: RegExp[] = [];
  readonly #server: Server;

  private constructor(private readonly portalUrl: string) {
    this.#server = createServer(async (request, response) => {
      const call = `${request.method} ${request.url}`;
      const body = await readAll(request);
      const answer = await this.#ask(request, body).catch(() => undefined);
      if (!answer || this.#isLost(call)) {
        response.destroy();
        return;
      }
      // Signed requests lead here, too; what is stored passes as it is.
      const bytes = Buffer.from(
        Buffer.from(await answer.arrayBuffer())
          .toString('latin1')
          .replaceAll(this.portalUrl, this.url),
        'latin1',
      );
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
        'content-length': bytes.length,
      });
      response.end(bytes);
    });
  }

  static async start(portalUrl: string): Promise<LosingProxy> {
    const proxy = new LosingProxy(portalUrl);
    await new Promise<void>(resolve => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** From now on, of each of these calls the first answer is lost. */
  loseOnce(calls: RegExp[]): void {
    this.#lose = [...calls];
    this.lost.length = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #isLost(call: string): boolean {
    const found = this.#lose.findIndex(pattern => pattern.test(call));
    if (found < 0) return false;
    this.#lose.splice(found, 1);
    this.lost.push(call);
    return true;
  }

  #ask({ method, url, headers }: IncomingMessage, body: Buffer) {
    const { host, connection, 'content-length': _, ...rest } = headers;
    return fetch(this.portalUrl + url, {
      method,
      headers: rest as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
  }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
