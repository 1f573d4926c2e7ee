/** @jest-environment node */
import { SafepointClient } from './SafepointClient';

/** Answers what it is told and remembers what it was asked. */
function createClient(answer: { status: number; body: string; type?: string }) {
  const asked: Request[] = [];
  const client = new SafepointClient({
    discoveryApi: {
      getBaseUrl: async plugin => `https://portal.example.com/api/${plugin}`,
    },
    fetchApi: {
      fetch: async (input, init) => {
        // As each of Backstage's fetch middlewares does: whoever hands them a Request that has a body
        // finds it used up at the second one.
        const first = new Request(input, init);
        asked.push(new Request(input, init));
        expect(first.method).toBe(asked.at(-1)?.method);
        return new Response(answer.body, {
          status: answer.status,
          headers: { 'content-type': answer.type ?? 'application/json' },
        });
      },
    },
  });
  return { client, asked };
}

describe('SafepointClient', () => {
  it('asks for an entity in the catalog’s own spelling', async () => {
    const { client, asked } = createClient({ status: 200, body: '{"a":1}' });
    const answer = await client.getEntityRecovery('Component:Default/Orders');
    expect(answer).toEqual({ a: 1 });
    expect(asked[0].url).toBe(
      'https://portal.example.com/api/safepoint/entities/default/component/orders/recovery',
    );
  });

  it('sends bodies, queries and a token where one is given', async () => {
    const { client, asked } = createClient({ status: 200, body: '{}' });
    await client.createRequest(
      { kind: 'backup', instanceId: 'i' },
      { token: 'abc' },
    );
    expect(await asked[0].json()).toEqual({ kind: 'backup', instanceId: 'i' });
    expect(asked[0].headers.get('authorization')).toBe('Bearer abc');
    await client.listRecoveryPoints({ instanceId: 'a/b', limit: 5 });
    expect(asked[1].url).toMatch(/instances\/a%2Fb\/recovery-points\?limit=5$/);
    expect(asked[1].headers.get('authorization')).toBeNull();
  });

  it('throws the portal’s own words', async () => {
    const { client } = createClient({
      status: 403,
      body: '{"error":{"name":"NotAllowedError","message":"You need x."}}',
    });
    await expect(client.getRequest('r')).rejects.toMatchObject({
      name: 'SafepointApiError',
      message: 'You need x.',
      status: 403,
      errorName: 'NotAllowedError',
    });
  });

  it('says what answered when it was not the portal', async () => {
    const { client } = createClient({
      status: 502,
      body: 'bad gateway of a proxy',
      type: 'text/plain',
    });
    await expect(client.getRequest('r')).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining('bad gateway of a proxy'),
    });
  });
});
