import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  defaultTellingRules,
  type EffectivePolicy,
  type Problem,
  type QuietTime,
  weekdays,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import type { EntityDirectory } from '../catalog/EntityDirectory';
import { migrationsDirectory } from '../database/migrate';
import { createAlertServices } from './createAlertServices';
import { DatabaseProblems } from './DatabaseProblems';
import { OutboxAlerts } from './OutboxAlerts';

const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'orders-db' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
};
const late = (name: string): Problem => ({
  code: 'rpo-missed',
  severity: 'critical',
  title: `${name} can lose more than an hour`,
  text: 'Back up now.',
  since: new Date('2026-03-10T14:03:10Z'),
});
const nights: QuietTime = {
  days: [...weekdays],
  from: '22:00',
  to: '07:00',
  timezone: 'UTC',
};

jest.setTimeout(60_000);

describe.each(testDatabases())('telling people, on $name', database => {
  let knex: Knex;
  let close: () => Promise<void>;
  let now: Date;
  let sent: NotificationSendOptions[];
  let broken: string | undefined;
  let entities: Map<string, Entity>;
  let notify: string[];
  let fallback: string[];
  let quietTimes: QuietTime[];
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  const ended = { success: jest.fn(), fail: jest.fn() };

  const clock = () => new Date(now);
  /** A replica of the portal. */
  const start = () =>
    createAlertServices({
      config: {
        alerts: {
          fallback,
          quietTimes,
          rules: {
            ...defaultTellingRules,
            escalation: [
              { afterSeconds: 1_800, to: ['group:default/on-call'] },
            ],
          },
        },
      },
      knex,
      // Nothing else of a policy matters here.
      policies: {
        policyOf: async () => ({ notify } as EffectivePolicy),
        policiesOf: async all => all.map(() => ({ notify } as EffectivePolicy)),
      },
      directory: {
        findMany: async () => entities,
      } as unknown as EntityDirectory,
      notifications: {
        send: async notification => {
          if (broken) throw new Error(broken);
          sent.push(notification);
        },
      },
      auditor,
      logger,
      now: clock,
    });
  const settle = (name: string, problems: Problem[]) =>
    new DatabaseProblems({ knex, now: clock }).settle(
      {
        source: 'posture',
        entityRef: `resource:default/${name}`,
        environment: 'production',
      },
      problems,
    );
  const round = async ({ teller, delivery } = start()) => {
    await teller.tell();
    await delivery.deliver();
  };
  const wait = async (seconds: number) => {
    for (let gone = 0; gone < seconds; gone += 10) {
      now = new Date(now.getTime() + 10_000);
      await round();
    }
  };
  const titles = () => sent.map(({ payload }) => payload.title);

  beforeEach(async () => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue(ended);
    ({ knex, close } = await database.open());
    await knex.migrate.latest({ directory: migrationsDirectory });
    now = new Date('2026-03-10T14:03:12Z');
    sent = [];
    broken = undefined;
    entities = new Map([['resource:default/orders-db', orders]]);
    notify = ['owner', 'group:default/sre'];
    fallback = [];
    quietTimes = [];
  });
  afterEach(() => close());

  it('tells of a problem once, and of its end, in one thread', async () => {
    await settle('orders-db', [late('orders-db')]);
    await wait(600);
    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['group:default/shop', 'group:default/sre'],
        },
        payload: expect.objectContaining({
          title: 'orders-db can lose more than an hour',
          severity: 'critical',
          topic: 'safepoint.rpo-missed',
          scope: expect.stringMatching(/^safepoint:problem-/),
        }),
      },
    ]);
    await settle('orders-db', []);
    await wait(600);
    expect(titles()).toEqual([
      'orders-db can lose more than an hour',
      'Resolved: orders-db can lose more than an hour',
    ]);
    expect(sent[1].payload).toMatchObject({
      severity: 'low',
      scope: sent[0].payload.scope,
      description: expect.stringMatching(/over after 10 minutes/),
    });
    expect(await knex('problems').whereNotNull('next_look_at')).toEqual([]);
  });

  it('tells nothing anew of a problem that comes and goes', async () => {
    await settle('orders-db', [late('orders-db')]);
    await wait(60);
    for (let times = 0; times < 4; times += 1) {
      await settle('orders-db', []);
      await wait(200);
      await settle('orders-db', [late('orders-db')]);
      await wait(200);
    }
    expect(titles()).toHaveLength(1);
  });

  it('makes one message of hundreds, and one of their end', async () => {
    notify = ['group:default/sre'];
    const names = Array.from({ length: 400 }, (_, index) => `store-${index}`);
    for (const name of names) await settle(name, [late(name)]);
    await wait(60);
    expect(titles()).toEqual([expect.stringMatching(/^400 at once: /)]);
    for (const name of names) await settle(name, []);
    await wait(1_200);
    expect(titles().slice(1)).toEqual([
      expect.stringMatching(/^Resolved: .* and 399 more$/),
    ]);
    expect(await knex('problems').whereNull('closed_at')).toEqual([]);
  });

  it('tells others if nobody reacts', async () => {
    await settle('orders-db', [late('orders-db')]);
    await wait(1_900);
    expect(sent.map(({ recipients }) => recipients)).toEqual([
      expect.objectContaining({
        entityRef: ['group:default/shop', 'group:default/sre'],
      }),
      { type: 'entity', entityRef: ['group:default/on-call'] },
    ]);
    await wait(3_600);
    expect(sent).toHaveLength(2);
  });

  it('holds back at night what is not critical, and tells of it in the morning', async () => {
    quietTimes = [nights];
    now = new Date('2026-03-10T23:00:00Z');
    await settle('orders-db', [
      { ...late('orders-db'), code: 'proof-stale', severity: 'high' },
      late('orders-db'),
    ]);
    await new OutboxAlerts({ knex, logger, now: clock }).raise({
      kind: 'gate-weakened',
      severity: 'normal',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      title: 'orders no longer confirms its gate',
      text: 'Look.',
      dedupeKey: 'weaker-gate-1',
    });
    await wait(60);
    expect(sent.map(({ payload }) => payload.severity)).toEqual(['critical']);
    now = new Date('2026-03-11T07:00:00Z');
    await wait(20);
    expect(
      titles().filter(title => title.startsWith('2 at once')),
    ).toHaveLength(1);
    expect(await knex('alert_outbox').whereNull('told_at')).toEqual([]);
  });

  it('sends once however many replicas there are', async () => {
    for (let index = 0; index < 4; index += 1) {
      await settle(`store-${index}`, [
        { ...late('store'), code: `kind-${index}` },
      ]);
    }
    fallback = ['group:default/platform'];
    now = new Date(now.getTime() + 60_000);
    const replicas = Array.from({ length: 6 }, start);
    await Promise.all(replicas.map(({ teller }) => teller.tell()));
    await Promise.all(replicas.map(({ delivery }) => delivery.deliver()));
    expect(sent).toHaveLength(4);
  });

  it('keeps what cannot be sent, in order, and gives up after a day', async () => {
    broken = 'Request failed with status 503';
    await settle('orders-db', [late('orders-db')]);
    await wait(120);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await settle('orders-db', []);
    await wait(600);
    broken = undefined;
    await wait(1_300);
    expect(titles()).toEqual([
      'orders-db can lose more than an hour',
      expect.stringMatching(/^Resolved/),
    ]);
    broken = 'Request failed with status 404';
    await settle('orders-db', [late('orders-db')]);
    await wait(60);
    now = new Date(now.getTime() + 86_400_000);
    await round();
    const old = await knex('message_outbox').where(
      'created_at',
      '<',
      now.toISOString(),
    );
    expect(old).toEqual([]);
    expect(logger.error).toHaveBeenCalledWith(expect.stringMatching(/404/));
    expect(ended.fail).toHaveBeenCalled();
  });

  it('says in log and audit trail that nobody is there to be told', async () => {
    entities = new Map();
    notify = ['owner'];
    await settle('orders-db', [late('orders-db')]);
    await wait(60);
    expect(sent).toEqual([]);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/no safepoint.alerts.fallback/),
    );
    fallback = ['group:default/platform'];
    await settle('stock-db', [late('stock-db')]);
    await wait(60);
    expect(sent[0].recipients).toMatchObject({ entityRef: fallback });
  });
});
