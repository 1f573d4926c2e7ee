import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reporter } from '../../report/Reporter';
import { explain } from './explain';

const answer = {
  entityRef: 'resource:default/orders-db',
  items: [
    {
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      production: true,
      name: 'silver',
      strengthenedBy: 'gold',
      floor:
        'Selector 1 of safepoint.policies.selectors (everything) gives it silver.',
      explanation: [
        {
          rule: 'objectives.rpo',
          value: '1 hour',
          from: 'annotation',
          reason: 'gold says so.',
        },
        {
          rule: 'notify',
          value: 'owner',
          from: 'default',
          reason: 'No policy says otherwise.',
        },
      ],
      ignored: [
        {
          rule: 'retention.daily',
          value: '7',
          reason: 'It is not stronger than 60, which holds.',
        },
      ],
      problems: ['It is not so.'],
    },
  ],
};

let server: Server;
let seen: { url?: string; authorization?: string }[];
let lines: string[];

const reporter: Reporter = {
  report: () => {},
  say: line => lines.push(line),
  close: () => {},
};

beforeEach(async () => {
  seen = [];
  lines = [];
  server = createServer((request, response) => {
    const { url, headers } = request;
    seen.push({ url, authorization: headers.authorization });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
});

afterEach(() => server.close());

const options = (environment?: string) => ({
  config: 'safepoint.yaml',
  log: 'human' as const,
  portalUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  environment,
});

it('asks the portal with the token and shows rules, reasons and problems', async () => {
  await explain('Resource:default/orders-db', options('production'), reporter, {
    SAFEPOINT_TOKEN: 'sesame',
  });
  expect(seen).toEqual([
    {
      url: '/api/safepoint/entities/default/resource/orders-db/policy?environment=production',
      authorization: 'Bearer sesame',
    },
  ]);
  expect(lines).toEqual([
    'resource:default/orders-db in production: silver, strengthened by gold',
    'Selector 1 of safepoint.policies.selectors (everything) gives it silver.',
    'PROBLEM: It is not so.',
    '  objectives.rpo  1 hour  (annotation: gold says so.)',
    '  notify          owner  (default: No policy says otherwise.)',
    '  ignored retention.daily 7: It is not stronger than 60, which holds.',
  ]);
});

it('says everything that is missing at once, and asks nobody', async () => {
  await expect(
    explain('orders', { ...options(), portalUrl: 'ftp://x' }, reporter, {}),
  ).rejects.toThrow(
    /SAFEPOINT_TOKEN is not set[^]*address of the portal[^]*'orders' is no entity reference/,
  );
  expect(seen).toEqual([]);
});
