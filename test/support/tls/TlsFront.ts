import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { Certificate } from './TestAuthority';

/** Takes TLS off a connection and hands on what is in it, byte by byte, as in front of most services. */
export class TlsFront {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(behind: URL, { certFile, keyFile }: Certificate) {
    const keys = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    this.#server = createServer(keys, front => {
      const back = connect(Number(behind.port), behind.hostname);
      for (const socket of [front, back]) {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        socket.on('error', () => undefined);
      }
      front.pipe(back).pipe(front);
    });
    // A client that does not believe the certificate hangs up.
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(url: string, certificate: Certificate): Promise<TlsFront> {
    const front = new TlsFront(new URL(url), certificate);
    await new Promise<void>(resolve => {
      front.#server.listen(0, '127.0.0.1', resolve);
    });
    return front;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
