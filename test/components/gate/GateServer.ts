import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
) => void;

/** An HTTP server that stands where the portal's gate does and remembers what it was asked. */
export class GateServer {
  readonly asked: {
    method?: string;
    url?: string;
    headers: NodeJS.Dict<string | string[]>;
  }[] = [];
  answer: Answer = (_, response) => response.end();
  url = '';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method, url, headers } = request;
      this.asked.push({ method, url, headers });
      this.answer(request, response);
    });
  }

  static async start(): Promise<GateServer> {
    const server = new GateServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    const { port } = server.#server.address() as AddressInfo;
    server.url = `http://127.0.0.1:${port}`;
    return server;
  }

  /** Safe to repeat. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
