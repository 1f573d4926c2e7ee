import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCodeOf, exitCodes } from '../errors/exitCodes';
import type { AgentEvent } from '../report/Reporter';
import { reindex } from './reindex';

describe('safepoint reindex', () => {
  const before = process.env;
  let server: Server;
  let asked: { method?: string; url?: string; token?: string }[];
  let answer: { status: number; body: object };

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      const { method, url, headers } = request;
      asked.push({ method, url, token: headers.authorization });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    process.env = {
      ...before,
      SAFEPOINT_PORTAL_URL: `http://127.0.0.1:${port}/`,
      SAFEPOINT_TOKEN: 'a-token',
    };
  });
  afterEach(async () => {
    process.env = before;
    await new Promise(done => {
      server.close(done);
    });
  });

  const run = async () => {
    const lines: string[] = [];
    const events: AgentEvent[] = [];
    await reindex(
      { config: '', log: 'human' },
      {
        say: line => lines.push(line),
        report: event => events.push(event),
        close: () => undefined,
      },
    );
    return { lines, events };
  };

  it('asks the portal with the token, and tells what was not believed', async () => {
    const problems = [{ key: 'x/manifest.json', message: 'It is unsigned.' }];
    answer = { status: 200, body: { manifests: 2, records: 5, problems } };
    const { lines, events } = await run();
    expect(asked).toEqual([
      {
        method: 'POST',
        url: '/api/safepoint/index/rebuild',
        token: 'Bearer a-token',
      },
    ]);
    expect(lines).toEqual([
      expect.stringContaining('2 recovery points and 5 records'),
      'Not believed: x/manifest.json: It is unsigned.',
    ]);
    expect(events).toEqual([
      { event: 'reindexed', manifests: 2, records: 5, problems },
    ]);
  });

  it('is refused with the exit code of a refusal', async () => {
    const message = 'You need safepoint.index.rebuild for this.';
    answer = {
      status: 403,
      body: { error: { name: 'NotAllowedError', message } },
    };
    const error = await run().catch(thrown => thrown);
    expect(error.message).toContain(message);
    expect(exitCodeOf(error)).toBe(exitCodes.refused);
  });

  it('tells everything that is missing at once, and shows no token', async () => {
    process.env = {
      ...before,
      SAFEPOINT_TOKEN: '',
      SAFEPOINT_PORTAL_URL: 'http://me:secret@portal',
    };
    const error = await run().catch(thrown => thrown);
    expect(error.message).toMatch(/SAFEPOINT_TOKEN.*SAFEPOINT_PORTAL_URL/);
    expect(error.message).not.toContain('secret');
    expect(exitCodeOf(error)).toBe(exitCodes.usage);
  });
});
