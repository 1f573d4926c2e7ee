import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Alert } from './Alerts';
import { NotificationAlerts } from './NotificationAlerts';

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

function start(options: { entity?: Entity; fails?: string } = {}) {
  const sent: NotificationSendOptions[] = [];
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  const ended = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(ended);
  const alerts = new NotificationAlerts({
    logger,
    auditor,
    directory: { find: async () => options.entity },
    notifications: {
      send: async notification => {
        if (options.fails) throw new Error(options.fails);
        sent.push(notification);
      },
    },
  });
  return { alerts, sent, logger, auditor, ended };
}

describe('NotificationAlerts', () => {
  it('tells the owner, in one thread per key', async () => {
    const { alerts, sent, ended } = start({ entity: orders });
    await alerts.raise(alert);
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
    expect(ended.success).toHaveBeenCalled();
  });

  it.each([
    ['notifications are not installed', { entity: orders, fails: '404' }],
    ['the entity is gone', {}],
    ['nobody owns it', { entity: { ...orders, relations: [] } }],
  ])('only logs and audits when %s', async (_, options) => {
    const { alerts, sent, logger, auditor, ended } = start(options);
    await alerts.raise(alert);
    expect(sent).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      `${alert.title}: ${alert.text}`,
      expect.objectContaining({ kind: 'gate-bypassed' }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'alert',
      severityLevel: 'high',
      meta: expect.objectContaining({ dedupeKey: 'deployment-1' }),
    });
    expect(ended.fail).toHaveBeenCalled();
  });
});
