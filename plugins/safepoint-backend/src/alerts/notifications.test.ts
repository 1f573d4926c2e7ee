import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import emailModule from '@backstage/plugin-notifications-backend-module-email';
import slackModule from '@backstage/plugin-notifications-backend-module-slack';
import { DefaultNotificationService } from '@backstage/plugin-notifications-node';
import type { JsonObject } from '@backstage/types';
import type { Message } from '@safepoint/backstage-plugin-safepoint-common';
import { readExamples } from '@safepoint/engine/testUtils';
import request from 'supertest';
import { parse } from 'yaml';
import { ConfigProblems } from '../config/ConfigProblems';
import { readAlerts } from '../config/alerts';
import { MailServer } from './__testUtils__/MailServer';
import { NotificationSender } from './NotificationSender';

jest.setTimeout(60_000);

const [alertsExample, processorsExample] = readExamples(
  join(__dirname, '../../../../docs/alerts.md'),
  'app-config.yaml',
).map(text => parse(text));

const dana: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana' },
  spec: { profile: { email: 'dana@example.com' }, memberOf: ['shop'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/shop' }],
};
const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'shop' },
  spec: { type: 'team', children: [] },
  relations: [{ type: 'hasMember', targetRef: 'user:default/dana' }],
};
const late: Message = {
  thread: 'safepoint:problem-1',
  topic: 'safepoint.rpo-missed',
  recipients: ['group:default/shop'],
  severity: 'critical',
  title: 'orders-db can lose more than an hour',
  text: 'Back up now.',
  link: 'http://portal.test/catalog/default/resource/orders-db/recovery',
  reasons: [],
  problemIds: [],
  alertKeys: [],
};

describe('Backstage, told by Safepoint with the configuration of docs/alerts.md', () => {
  let mail: MailServer;
  let backend: TestBackend;
  let sender: NotificationSender;

  beforeAll(async () => {
    mail = await MailServer.start();
    backend = await startTestBackend({
      features: [
        notificationsPlugin,
        emailModule,
        slackModule,
        catalogServiceMock.factory({ entities: [dana, shop] }),
        mockServices.rootConfig.factory({ data: configWith(mail.port) }),
      ],
    });
    const address = `http://127.0.0.1:${backend.server.port()}/api`;
    sender = new NotificationSender({
      notifications: DefaultNotificationService.create({
        auth: mockServices.auth({ pluginId: 'safepoint' }),
        discovery: {
          getBaseUrl: async plugin => `${address}/${plugin}`,
          getExternalBaseUrl: async plugin => `${address}/${plugin}`,
        },
      }),
    });
  });
  afterAll(async () => {
    await backend.stop();
    await mail.stop();
  });

  const listOf = async (user: string) => {
    const { body } = await request(backend.server)
      .get('/api/notifications/notifications')
      .set('authorization', mockCredentials.user.header(user))
      .expect(200);
    return body.notifications as { payload: JsonObject; updated?: string }[];
  };
  const mails = async (count: number) => {
    for (let tries = 0; mail.mails.length < count && tries < 100; tries += 1) {
      await sleep(100);
    }
    return mail.mails;
  };

  it('has one notification of a thread, by email as well, and none of what is filtered', async () => {
    await sender.send(late);
    const [first] = await mails(1);
    expect(first.to).toEqual(['dana@example.com']);
    expect(first.content).toContain('Subject: orders-db can lose more');
    expect(first.content).toContain('Back up now.');
    const over = { ...late, severity: 'low' as const, title: 'Resolved: it' };
    await sender.send(over);
    expect(await listOf('user:default/dana')).toEqual([
      expect.objectContaining({
        payload: expect.objectContaining({
          title: 'Resolved: it',
          scope: late.thread,
          topic: late.topic,
        }),
        updated: expect.anything(),
      }),
    ]);
    await sender.send({ ...late, thread: 'safepoint:problem-2' });
    expect(await mails(2)).toHaveLength(2);
    expect(mail.mails.map(({ content }) => content).join()).not.toMatch(
      /Resolved/,
    );
    expect(await listOf('user:default/dana')).toHaveLength(2);
  });
});

it('the example of safepoint.alerts is read', () => {
  const problems = new ConfigProblems();
  const config = readAlerts(
    new ConfigReader(alertsExample.safepoint),
    problems,
  );
  problems.throwIfAny();
  expect(config).toMatchObject({
    fallback: ['group:default/platform'],
    quietTimes: [{ from: '22:00' }, { days: ['sat', 'sun'] }],
    rules: { escalation: [{ afterSeconds: 1_800 }], calmSeconds: 300 },
  });
});

/** The example with a server that there is. */
function configWith(port: number): JsonObject {
  const { email, slack } = processorsExample.notifications.processors;
  const { username, password, ...transport } = email.transportConfig;
  expect([username, password]).toEqual([
    '${SMTP_USERNAME}',
    '${SMTP_PASSWORD}',
  ]);
  return {
    app: { baseUrl: 'http://portal.test' },
    backend: { baseUrl: 'http://portal.test' },
    notifications: {
      processors: {
        slack,
        email: {
          ...email,
          transportConfig: {
            ...transport,
            hostname: '127.0.0.1',
            port,
            // There is no certificate here.
            requireTls: false,
          },
        },
      },
    },
  };
}
