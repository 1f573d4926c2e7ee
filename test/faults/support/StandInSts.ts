import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Of a cloud's token service only what a job's web identity asks: it takes the token of one role and gives
 * that role's keys.
 */
export class StandInSts {
  readonly asked: URLSearchParams[] = [];
  readonly #server: Server;

  private constructor(keys: Keys) {
    this.#server = createServer(async (request, response) => {
      const query = new URLSearchParams(await readText(request));
      this.asked.push(query);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(describe(keys, query));
    });
  }

  static async start(keys: Keys): Promise<StandInSts> {
    const sts = new StandInSts(keys);
    await new Promise<void>(resolve => {
      sts.#server.listen(0, '127.0.0.1', resolve);
    });
    return sts;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}

function describe(keys: Keys, query: URLSearchParams): string {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
<AssumedRoleUser><Arn>${query.get(
    'RoleArn',
  )}</Arn><AssumedRoleId>id</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${
    keys.secretAccessKey
  }</SecretAccessKey><SessionToken>session</SessionToken><Expiration>${expiration}</Expiration></Credentials>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
}

async function readText(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
