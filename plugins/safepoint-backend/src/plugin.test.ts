import { type Portal, startPortal } from './__testUtils__/startPortal';
import { ordersEntities } from './__testUtils__/entities';

describe('the plugin', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({ entities: ordersEntities() });
  });

  afterAll(() => portal.stop());

  it('tells anybody whether it is healthy', async () => {
    const response = await portal.anybody.get('/api/safepoint/health');
    expect(response.body).toEqual({
      status: 'ok',
      problems: [],
      notes: [expect.stringMatching(/webhooks are not received/)],
      tasks: expect.arrayContaining([
        {
          task: 'safepoint-evaluate-postures',
          since: expect.any(String),
          ageSeconds: expect.any(Number),
          boundSeconds: 120,
        },
      ]),
    });
    expect(response.status).toBe(200);
  });

  it('tells anybody its public keys, and nothing private', async () => {
    const response = await portal.anybody.get('/api/safepoint/keys');
    expect(response.status).toBe(200);
    expect(response.body.signing.keys).toHaveLength(1);
    expect(response.body.signing.keys[0]).not.toHaveProperty('d');
    expect(
      response.body.recipients.map(({ role }: { role: string }) => role),
    ).toEqual(['escrow', 'backend']);
  });

  it('wants credentials for everything that people see', async () => {
    const paths = [
      '/entities/default/component/orders/recovery',
      '/requests?instanceId=x',
    ];
    for (const path of paths) {
      const response = await portal.anybody
        .get(`/api/safepoint${path}`)
        .set('authorization', 'Bearer mock-none-token');
      expect(response.status).toBe(401);
    }
  });

  it('shows a data store for which nothing was ever recorded as never', async () => {
    const response = await portal
      .as('dana')
      .get('/entities/default/Component/Orders/recovery');
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      entityRef: 'component:default/orders',
      environments: [],
      uncovered: ['resource:default/orders-db'],
    });
  });

  it('refuses what the contract does not know, saying what', async () => {
    const response = await portal
      .as('dana')
      .post('/requests', { kind: 'backup', instanceId: 'x', force: true });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/force|additional properties/);
  });

  it('does not know entities that are not there', async () => {
    const response = await portal
      .as('dana')
      .get('/entities/default/component/nothing/recovery');
    expect(response.status).toBe(404);
  });
});
