import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** Takes every mail, as far as SMTP is needed for that. */
export class MailServer {
  readonly mails: { to: string[]; content: string }[] = [];
  readonly #server: Server = createServer(socket => this.#serve(socket));
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<MailServer> {
    const mails = new MailServer();
    await new Promise<void>(resolve => {
      mails.#server.listen(0, '127.0.0.1', resolve);
    });
    return mails;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => this.#server.close(resolve));
  }

  #serve(socket: Socket) {
    this.#sockets.add(socket);
    let to: string[] = [];
    let content: string[] | undefined;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    answer('220 mail.test');
    createInterface({ input: socket }).on('line', line => {
      if (content && line === '.') {
        this.mails.push({ to, content: content.join('\n') });
        [to, content] = [[], undefined];
        answer('250 taken');
      } else if (content) content.push(line);
      else if (/^rcpt to:/i.test(line)) {
        to.push(line.slice(line.indexOf('<') + 1, line.indexOf('>')));
        answer('250 ok');
      } else if (/^data/i.test(line)) {
        content = [];
        answer('354 go on');
      } else answer(/^quit/i.test(line) ? '221 bye' : '250 mail.test');
    });
  }
}
