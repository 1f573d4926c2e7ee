import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { stringify } from 'yaml';
import catalogModuleSafepoint from '.';

jest.setTimeout(120_000);

type Backend = Awaited<ReturnType<typeof startTestBackend>>;
type Found = Entity & { status?: { items: { message: string }[] } };

const policy = (name: string, spec: object = {}, annotations?: object) => ({
  apiVersion: 'safepoint.dev/v1alpha1',
  kind: 'RecoveryPolicy',
  metadata: { name, ...(annotations && { annotations }) },
  spec: { owner: 'group:default/platform', ...spec },
});

const entity = (kind: string, name: string, policyName?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: {
    name,
    ...(policyName && { annotations: { 'safepoint.dev/policy': policyName } }),
  },
  spec: {
    type: kind === 'Resource' ? 'database' : 'service',
    lifecycle: 'production',
    owner: 'shop',
  },
});

const impossible = {
  objectives: { rpo: 'PT1H' },
  backups: { schedule: { cron: '0 */2 * * *' } },
};

let folder: string;
let backend: Backend;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safepoint-catalog-'));
  await mkdir(join(folder, 'platform'));
  await mkdir(join(folder, 'platform-of-nobody'));
});

afterEach(async () => {
  await backend?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function write(file: string, ...documents: object[]): Promise<void> {
  const text = documents.map(document => stringify(document)).join('---\n');
  await writeFile(join(folder, file), text);
}

async function start(
  files: string[],
  policies: object = {
    locations: [{ type: 'file', target: join(folder, 'platform') }],
    selectors: [{ match: { type: 'database' }, policy: 'gold' }],
  },
): Promise<void> {
  const kinds = ['Component', 'Resource', 'Location', 'RecoveryPolicy'];
  backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleSafepoint,
      mockServices.rootConfig.factory({
        data: {
          backend: { baseUrl: 'http://portal.test' },
          safepoint: { policies: JSON.parse(JSON.stringify(policies)) },
          catalog: {
            processingInterval: { seconds: 1 },
            rules: [{ allow: kinds }],
            locations: files.map(file => ({
              type: 'file',
              target: join(folder, file),
            })),
          },
        },
      }),
    ],
  });
}

async function find(ref: string): Promise<Found | undefined> {
  const [kind, name] = ref.split(':');
  const response = await fetch(
    `http://127.0.0.1:${backend.server.port()}/api/catalog/entities/by-name/${kind}/default/${name}`,
    { headers: { authorization: mockCredentials.service.header() } },
  );
  return response.ok ? ((await response.json()) as Found) : undefined;
}

async function until<T>(
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found) return found;
    await setTimeout(100);
  }
  throw new Error('It did not come to pass within 20 seconds.');
}

const relations = (found: Entity) =>
  (found.relations ?? []).map(({ type, targetRef }) => `${type} ${targetRef}`);

it('takes a policy from the platform and relates it to what it governs and to its owner', async () => {
  await write('platform/policies.yaml', policy('gold'), policy('silver'));
  await write(
    'platform-of-nobody/catalog.yaml',
    entity('Resource', 'orders-db'),
    entity('Component', 'orders', 'silver'),
    entity('Component', 'shop'),
  );
  await start(['platform/policies.yaml', 'platform-of-nobody/catalog.yaml']);

  const gold = await until(async () => {
    const found = await find('recoverypolicy:gold');
    return found && relations(found).length === 2 && found;
  });
  expect(relations(gold)).toEqual([
    'governs resource:default/orders-db',
    'ownedBy group:default/platform',
  ]);
  expect(gold.status).toBeUndefined();
  const store = await until(() => find('resource:orders-db'));
  expect(relations(store)).toContain('governedBy recoverypolicy:default/gold');
  const component = await until(() => find('component:orders'));
  expect(relations(component)).toContain(
    'governedBy recoverypolicy:default/silver',
  );
  const ungoverned = await until(() => find('component:shop'));
  expect(relations(ungoverned).join()).not.toContain('governedBy');
});

it('rejects the kind from everywhere else, whatever its annotations say', async () => {
  const platform = `file:${join(folder, 'platform', 'policies.yaml')}`;
  await write(
    'platform-of-nobody/catalog.yaml',
    policy(
      'evil',
      {},
      {
        'backstage.io/managed-by-location': platform,
        'backstage.io/managed-by-origin-location': platform,
      },
    ),
    entity('Component', 'orders'),
  );
  await write('platform/policies.yaml', policy('gold'));
  await start(['platform-of-nobody/catalog.yaml', 'platform/policies.yaml']);

  await until(() => find('recoverypolicy:gold'));
  await until(() => find('component:orders'));
  expect(await find('recoverypolicy:evil')).toBeUndefined();
});

it('rejects a policy of the platform that a stranger leads to', async () => {
  await write('platform/draft.yaml', policy('draft'));
  await write(
    'platform-of-nobody/catalog.yaml',
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Location',
      metadata: { name: 'leads-there' },
      spec: { type: 'file', targets: [join(folder, 'platform/draft.yaml')] },
    },
    entity('Component', 'orders'),
  );
  await write('platform/policies.yaml', policy('gold'));
  await start(['platform-of-nobody/catalog.yaml', 'platform/policies.yaml']);

  await until(() => find('location:leads-there'));
  await until(() => find('recoverypolicy:gold'));
  await setTimeout(2_500);
  expect(await find('recoverypolicy:draft')).toBeUndefined();
});

it('takes policies from nowhere by default', async () => {
  await write(
    'platform/policies.yaml',
    policy('gold'),
    entity('Component', 'orders'),
  );
  await start(['platform/policies.yaml'], {});
  await until(() => find('component:orders'));
  expect(await find('recoverypolicy:gold')).toBeUndefined();
});

it('shows on its page all that is wrong with a policy, and keeps the last good version', async () => {
  await write(
    'platform/policies.yaml',
    policy('gold', { objectives: { rpo: 'PT1H' } }),
    policy('broken', {
      owner: 'a:b:c',
      objectives: { rpo: '1h' },
      retention: { last: 0 },
    }),
  );
  await start(['platform/policies.yaml']);

  const broken = await until(() => find('recoverypolicy:broken'));
  expect(broken.status?.items).toEqual([
    expect.objectContaining({
      type: 'backstage.io/catalog-processing',
      level: 'error',
      message: expect.stringMatching(
        /spec\.owner: write a reference[^]*spec\.objectives\.rpo: write an ISO 8601[^]*spec\.retention\.last: must be at least 1[^]*not in force/,
      ),
    }),
  ]);

  await until(() => find('recoverypolicy:gold'));
  await write('platform/policies.yaml', policy('gold', impossible));
  const gold = await until(async () => {
    const found = await find('recoverypolicy:gold');
    return found?.status && found;
  });
  expect(gold.status?.items[0].message).toMatch(
    /rpo PT1H, but the schedule '0 \*\/2 \* \* \*' leaves 2 hours[^]*last good version stays in force/,
  );
  expect(gold.spec).toEqual({
    owner: 'group:default/platform',
    objectives: { rpo: 'PT1H' },
  });
});

it('does not start where safepoint.policies is wrong, and says all of it', async () => {
  await expect(
    start([], { location: [], selectors: [{ policy: 'a b' }] }),
  ).rejects.toThrow(
    /safepoint\.policies\.selectors\[0\]\.policy[^]*safepoint\.policies\.location/,
  );
});
