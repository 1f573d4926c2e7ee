import type { Entity } from '@backstage/catalog-model';
import { ordersEntities } from '../__testUtils__/entities';
import { seedInstance } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';

const folder = 'https://gitlab.example.com/platform/policies/-/blob/main';

const gold: Entity = {
  apiVersion: 'safepoint.dev/v1alpha1',
  kind: 'RecoveryPolicy',
  metadata: {
    name: 'gold',
    annotations: {
      'backstage.io/managed-by-location': `url:${folder}/gold.yaml`,
      'backstage.io/managed-by-origin-location': `url:${folder}/gold.yaml`,
    },
  },
  spec: {
    owner: 'group:default/platform',
    objectives: { rpo: 'PT1H' },
    restores: { '*': { approvals: 1 } },
  },
};

describe('GET /entities/:namespace/:kind/:name/policy', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({
      entities: [...ordersEntities(), gold],
      policy: ({ user, permission }) =>
        user !== 'stranger' || permission !== 'safepoint.instance.read',
      config: {
        policies: {
          locations: [{ target: folder }],
          selectors: [{ match: { type: 'database' }, policy: 'gold' }],
        },
      },
    });
    await seedInstance(portal);
  }, 60_000);

  afterAll(() => portal.stop());

  const path = (kind: string, name: string, query = '') =>
    `/entities/default/${kind}/${name}/policy${query}`;

  it('says which policy holds for each store of a service, and why', async () => {
    const { body } = await portal
      .as('ada')
      .get(path('component', 'orders', '?environment=production'))
      .expect(200);
    const store = body.items.find(
      (item: { entityRef: string }) =>
        item.entityRef === 'resource:default/orders-db',
    );
    expect(store).toMatchObject({
      environment: 'production',
      production: true,
      name: 'gold',
      floor:
        'Selector 1 of safepoint.policies.selectors (type: database) gives it gold.',
      problems: [],
      ignored: [],
    });
    expect(store.explanation).toEqual(
      expect.arrayContaining([
        {
          rule: 'objectives.rpo',
          value: '1 hour',
          from: 'policy',
          reason: 'gold says so.',
        },
      ]),
    );
  });

  it('answers for every environment that is known', async () => {
    const { body } = await portal
      .as('ada')
      .get(path('resource', 'orders-db'))
      .expect(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ name: 'gold' });
  });

  it('tells a stranger that there is none, and of nothing else', async () => {
    const stranger = portal.as('stranger');
    const hidden = await stranger.get(path('resource', 'orders-db'));
    const missing = await stranger.get(path('resource', 'nothing'));
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    expect(hidden.body.error.name).toBe(missing.body.error.name);
  });
});
