import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRetryingFetch, defaultRetryPolicy } from './createRetryingFetch';

type Answer = number | 'reset' | 'silence' | 'redirect';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answers: Answer[]) {
  const bodies: string[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    bodies.push(body);
    const answer = answers[bodies.length - 1] ?? 200;
    if (answer === 'reset') request.socket.destroy();
    else if (answer === 'redirect')
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    else if (answer !== 'silence') response.writeHead(answer).end('{}');
  };
  server = createServer(listener);
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/agent/runs`, bodies };
}

function call(
  url: string,
  idempotent: boolean,
  signal = new AbortController().signal,
) {
  const policy = {
    ...defaultRetryPolicy,
    idempotent,
    firstDelayMs: 1,
    maxDelayMs: 5,
    deadlineMs: 2_000,
    attemptTimeoutMs: 300,
  };
  const send = createRetryingFetch(policy, { report: () => {} }, signal);
  return send(
    new Request(url, {
      method: 'POST',
      body: 'hello',
      headers: { authorization: 'Bearer t0ken' },
    }),
  );
}

it.each<[Answer]>([['reset'], ['silence'], [502], [503], [429], [504]])(
  'repeats an idempotent call after %p, with its body',
  async answer => {
    const { url, bodies } = await serve([answer, answer]);
    expect((await call(url, true)).status).toBe(200);
    expect(bodies).toEqual(['hello', 'hello', 'hello']);
  },
);

it.each<[Answer, number]>([
  ['reset', 1],
  [502, 1],
  [503, 2],
  [400, 1],
  [500, 1],
])(
  'after %p sends a call that must not be done twice %d times',
  async (answer, times) => {
    const { url, bodies } = await serve([answer]);
    await call(url, false).catch(() => {});
    expect(bodies).toHaveLength(times);
  },
);

it('says where it could not get to, and nothing of the token', async () => {
  const failure = await call('http://127.0.0.1:1/agent/runs', false).catch(
    error => error,
  );
  expect(failure).toMatchObject({
    kind: 'portal-unreachable',
    message: expect.stringContaining('http://127.0.0.1:1'),
  });
  expect(failure.message).not.toContain('t0ken');
});

it('follows no redirect with the token', async () => {
  const { url, bodies } = await serve(['redirect']);
  await expect(call(url, false)).rejects.toMatchObject({
    kind: 'portal-unreachable',
  });
  expect(bodies).toHaveLength(1);
});

it('stops at once when the run is aborted', async () => {
  const { url } = await serve(['silence']);
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('lease lost')), 50);
  await expect(call(url, true, abort.signal)).rejects.toThrow('lease lost');
});
