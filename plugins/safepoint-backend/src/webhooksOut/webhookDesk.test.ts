import { type Portal, startPortal } from '../__testUtils__/startPortal';
import { Receiver } from './__testUtils__/Receiver';
import { EventOutbox } from './EventOutbox';

const slow = 60_000;
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('the webhooks of a portal', () => {
  let portal: Portal;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await Receiver.start();
    portal = await startPortal({
      policy: ({ permission, user }) =>
        permission !== 'safepoint.webhook.manage' || user === 'sue',
      config: {
        webhooksOut: {
          endpoints: [
            {
              id: 'make',
              url: receiver.url,
              allowHttp: true,
              secrets: [secret],
            },
          ],
        },
      },
    });
  }, slow);
  afterAll(async () => {
    await portal.stop();
    await receiver.stop();
  });

  /** As if it had not been delivered for days. */
  async function seedDead(key: string): Promise<string> {
    const outbox = new EventOutbox({
      endpoints: [{ id: 'make', types: ['dev.safepoint.*'] }],
      deadlineSeconds: 60,
      portalUrl: 'http://portal.test',
      now: () => new Date(),
    });
    await portal.knex.transaction(trx =>
      outbox.publish(trx, [
        {
          key,
          type: 'dev.safepoint.drill.failed',
          subject: `drill/${key}`,
          entityRef: 'resource:default/orders-db',
          environment: 'production',
          time: new Date(),
          data: {},
        },
      ]),
    );
    const row = await portal
      .knex('webhook_deliveries')
      .orderBy('id', 'desc')
      .first();
    await portal
      .knex('webhook_deliveries')
      .where({ id: row.id })
      .update({ status: 'dead', problem: 'The endpoint answered 500.' });
    return row.id;
  }

  it('are shown to who may see them, by host and never by address', async () => {
    const { body, status } = await portal.as('sue').get('/webhooks');
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { id: 'make', host: `127.0.0.1:${receiver.port}`, failures: 0 },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/secret-path|whsec_/);
  });

  it('are sent again by who may, once, and that is audited', async () => {
    const id = await seedDead('a');
    const path = `/webhooks/deliveries/${id}/redeliver`;
    const { body } = await portal.as('sue').post(path);
    expect(body).toMatchObject({
      status: 'pending',
      attempts: 0,
      entityRef: 'resource:default/orders-db',
    });
    const again = await portal.as('sue').post(path);
    expect(again.status).toBe(409);
    expect(portal.audited()).toContainEqual(
      expect.objectContaining({ eventId: 'webhook-redeliver' }),
    );
  });

  it('are listed page by page, newest first', async () => {
    const ids = [await seedDead('b'), await seedDead('c'), await seedDead('d')];
    const list = (query: string) =>
      portal.as('sue').get(`/webhooks/deliveries?status=dead&limit=2${query}`);
    const first = await list('');
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([
      ids[2],
      ids[1],
    ]);
    const second = await list(`&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map(({ id }: { id: string }) => id)).toEqual([
      ids[0],
    ]);
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('are nobody else’s business', async () => {
    const id = await seedDead('e');
    const answers = [
      await portal.as('dana').get('/webhooks'),
      await portal.as('dana').get('/webhooks/deliveries'),
      await portal.as('dana').post(`/webhooks/deliveries/${id}/redeliver`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(answers[0].body.error.message).toMatch(/safepoint.webhook.manage/);
  });

  it('that there are none of are not found', async () => {
    const answer = await portal
      .as('sue')
      .post('/webhooks/deliveries/01J00000000000000000000000/redeliver');
    expect(answer.status).toBe(404);
  });
});
