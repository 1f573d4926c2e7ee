import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCodeOf, exitCodes } from '../errors/exitCodes';
import { retentionPlan, type RetentionPlanOptions } from './retentionPlan';

const plan = {
  instanceId: 'i1',
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  plannedAt: '2026-11-23T12:00:00.000Z',
  graceSeconds: 259_200,
  deletes: true,
  mayHold: false,
  policy: 'gold',
  rules: {
    last: 1,
    daily: 0,
    weekly: 0,
    monthly: 0,
    yearly: 0,
    pinDeploymentsSeconds: 0,
    immutableForSeconds: 0,
  },
  items: [
    {
      point: {
        id: '01JDZ3NV9GQ2T4B0M1HW8YRD7K',
        createdAt: '2026-11-23T06:00:00.000Z',
      },
      keep: true,
      reasons: [{ code: 'newest', message: 'It is the newest one.' }],
    },
    {
      point: {
        id: '01JDZ3NV9GQ2T4B0M1HW8YRD7E',
        status: 'expired',
        createdAt: '2026-11-22T06:00:00.000Z',
      },
      keep: false,
      deleteAfter: '2026-11-26T06:00:00.000Z',
      reasons: [{ code: 'no-rule', message: 'No rule asks for it.' }],
    },
  ],
};
const recovery = {
  environments: [
    {
      environment: 'production',
      instances: [{ instance: { ...plan, id: 'i1' } }],
    },
  ],
};

describe('safepoint retention plan', () => {
  const before = process.env;
  let server: Server;
  let asked: { url?: string; token?: string }[];
  let answers: Record<string, object>;

  beforeEach(async () => {
    asked = [];
    answers = {
      '/api/safepoint/instances/i1/retention-plan': plan,
      '/api/safepoint/entities/default/resource/orders-db/recovery': recovery,
    };
    server = createServer(({ url, headers }, response) => {
      asked.push({ url, token: headers.authorization });
      const body = answers[url ?? ''];
      response.writeHead(body ? 200 : 404, {
        'content-type': 'application/json',
      });
      response.end(
        JSON.stringify(
          body ?? { error: { name: 'NotFoundError', message: 'None.' } },
        ),
      );
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    process.env = {
      ...before,
      SAFEPOINT_PORTAL_URL: `http://127.0.0.1:${port}`,
      SAFEPOINT_TOKEN: 'a-token',
      SAFEPOINT_ENVIRONMENT: '',
    };
  });
  afterEach(async () => {
    process.env = before;
    await new Promise(done => {
      server.close(done);
    });
  });

  const run = async (options: Partial<RetentionPlanOptions>) => {
    const lines: string[] = [];
    await retentionPlan(
      { config: '', log: 'human', ...options },
      {
        say: line => lines.push(line),
        report: () => undefined,
        close: () => undefined,
      },
    );
    return lines;
  };

  it('prints what would go and why', async () => {
    const lines = await run({
      entity: 'resource:default/orders-db',
      environment: 'production',
    });
    expect(asked.map(({ token }) => token)).toEqual([
      'Bearer a-token',
      'Bearer a-token',
    ]);
    expect(lines).toEqual([
      'resource:default/orders-db in production, policy gold: last 1, daily 0, weekly 0, monthly 0, yearly 0',
      'state              recovery point              becomes                                        why',
      '2026-11-23 06:00Z  01JDZ3NV9GQ2T4B0M1HW8YRD7K  stays                                          It is the newest one.',
      '2026-11-22 06:00Z  01JDZ3NV9GQ2T4B0M1HW8YRD7E  planned to go, deleted from 2026-11-26 06:00Z  No rule asks for it.',
      '1 of 2 recovery points go, 3 days after they were planned to.',
    ]);
  });

  it('takes the id of the instance as well, and says why nothing is decided', async () => {
    answers['/api/safepoint/instances/i1/retention-plan'] = {
      ...plan,
      items: [],
      undecided: 'It is not in the catalog.',
    };
    expect(await run({ instance: 'i1' })).toEqual([
      'resource:default/orders-db in production: nothing is decided, so nothing is deleted.',
      'It is not in the catalog.',
    ]);
    expect(asked).toHaveLength(1);
  });

  it('says where the store is known when it is not there', async () => {
    await expect(
      run({ entity: 'resource:default/orders-db', environment: 'test' }),
    ).rejects.toThrow(/known in production/);
  });

  it.each([
    [{}, /SAFEPOINT_TOKEN.*the store is not named/],
    [{ instance: 'i1', entity: 'resource:default/x' }, /not both/],
    [{ entity: 'orders-db', environment: 'x' }, /no full entity reference/],
  ])(
    'tells everything that is missing at once: %j',
    async (options, message) => {
      process.env = { ...process.env, SAFEPOINT_TOKEN: '' };
      const error = await run(options).catch(thrown => thrown);
      expect(error.message).toMatch(message);
      expect(exitCodeOf(error)).toBe(exitCodes.usage);
    },
  );
});
