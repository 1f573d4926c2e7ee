import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { createSqlite } from '../agent/testUtils/createPortal';
import { migrationsDirectory } from '../database/migrate';
import type { Alert } from './Alerts';
import { NotificationSender } from './NotificationSender';
import { OutboxAlerts } from './OutboxAlerts';

const alert: Alert = {
  kind: 'gate-bypassed',
  severity: 'high',
  entityRef: 'component:default/orders',
  environment: 'production',
  title: 'orders was deployed to production past the gate',
  text: 'No recovery point was taken before job 12. Look at the deployment.',
  link: '/catalog/default/component/orders/recovery',
  dedupeKey: 'deployment-1',
};

const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/shop' },
    { type: 'dependsOn', targetRef: 'resource:default/orders-db' },
  ],
};

describe('OutboxAlerts', () => {
  let knex: Knex;
  let sent: NotificationSendOptions[];
  let problem: string | undefined;
  let entity: Entity | undefined;
  const logger = mockServices.logger.mock();
  const ended = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue(ended);
    knex = createSqlite();
    await knex.migrate.latest({ directory: migrationsDirectory });
    sent = [];
    problem = undefined;
    entity = orders;
  });
  afterEach(() => knex.destroy());

  const start = () =>
    new OutboxAlerts({
      knex,
      logger,
      auditor,
      sender: new NotificationSender({
        directory: { find: async () => entity },
        notifications: {
          send: async notification => {
            if (problem) throw new Error(problem);
            sent.push(notification);
          },
        },
      }),
    });

  it('tells the owner, once, in one thread per key', async () => {
    const alerts = start();
    await alerts.raise(alert);
    await alerts.deliver();
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/shop'] },
        payload: {
          title: alert.title,
          description: alert.text,
          link: alert.link,
          severity: 'high',
          topic: 'safepoint.gate-bypassed',
          scope: 'safepoint:deployment-1',
        },
      },
    ]);
    expect(ended.success).toHaveBeenCalledTimes(1);
  });

  it('tells after a crash what was raised together with a change', async () => {
    await knex.transaction(trx => start().raise(alert, trx));
    expect(sent).toEqual([]);
    await start().deliver();
    expect(sent).toHaveLength(1);
  });

  it('tells nothing of a change that was rolled back', async () => {
    const changing = knex.transaction(async trx => {
      await start().raise(alert, trx);
      throw new Error('no');
    });
    await expect(changing).rejects.toThrow('no');
    await start().deliver();
    expect(sent).toEqual([]);
  });

  it('tries again until somebody is told', async () => {
    problem = 'Request failed with status 503';
    const alerts = start();
    await alerts.raise(alert);
    problem = undefined;
    await alerts.deliver();
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['notifications are not installed', '404', orders],
    ['the entity is gone', undefined, undefined],
    ['nobody owns it', undefined, { ...orders, relations: [] }],
  ])('logs and audits when %s, and gives up in the end', async (...row) => {
    [, problem, entity] = row;
    const alerts = start();
    await alerts.raise(alert);
    expect(logger.warn).toHaveBeenCalledWith(
      `${alert.title}: ${alert.text}`,
      expect.objectContaining({ kind: 'gate-bypassed' }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'alert',
      severityLevel: 'high',
      meta: expect.objectContaining({ dedupeKey: 'deployment-1' }),
    });
    for (let attempt = 0; attempt < 25; attempt += 1) await alerts.deliver();
    expect(ended.fail).toHaveBeenCalledTimes(20);
    expect(await knex('alert_outbox')).toEqual([]);
  });
});
