import {
  type DomainEvent,
  eventsOfRecord,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { createSqlite } from '../agent/testUtils/createPortal';
import { migrationsDirectory } from '../database/migrate';
import { DatabaseProblems } from './DatabaseProblems';
import { publishProblems } from './publishProblems';
import { RecordAlerts } from './RecordAlerts';
import { RecordingAlerts } from './RecordingAlerts';

const at = '2026-03-10T14:00:00.000Z';
const record: Parameters<RecordAlerts['announce']>[1] = {
  type: 'request',
  id: 'r'.repeat(40),
  revision: 3,
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  recordedAt: new Date(at),
  data: {
    id: 'r'.repeat(40),
    kind: 'restore',
    status: 'failed',
    requestedBy: 'user:default/dana',
    requestedAt: at,
    approvalsNeeded: 0,
    decisions: [],
  },
};

it('raises what a record tells of, and passes it on', async () => {
  const alerts = new RecordingAlerts();
  const passedOn: unknown[] = [];
  const listener = new RecordAlerts({
    alerts,
    appBaseUrl: 'https://portal.test',
    next: {
      announce: async (_, passed) => {
        passedOn.push(passed);
      },
    },
  });
  // Neither of both asks the database here.
  await listener.announce({} as Knex.Transaction, record);
  expect(alerts.raised.map(({ kind }) => kind)).toEqual([
    'restore-requested',
    'restore-failed',
  ]);
  expect(passedOn).toEqual([record]);
  expect(eventsOfRecord(record, '')).toHaveLength(2);
});

it('tells of problems as events when they open and when they are resolved', async () => {
  const knex = createSqlite();
  await knex.migrate.latest({ directory: migrationsDirectory });
  const told: DomainEvent[] = [];
  const problems = new DatabaseProblems({
    knex,
    onChange: publishProblems(
      {
        publish: async (_, events) => {
          told.push(...events);
        },
      },
      'https://portal.test',
    ),
  });
  const subject = {
    source: 'scrub' as const,
    entityRef: 'resource:default/orders-db',
    environment: 'production',
  };
  const missing = {
    code: 'object-missing:P1',
    title: 'gone',
    text: 'Look.',
    since: new Date(at),
  };
  await problems.settle(subject, [{ ...missing, severity: 'high' }]);
  await problems.settle(subject, [{ ...missing, severity: 'critical' }]);
  await problems.settle(subject, []);
  expect(told.map(({ type }) => type)).toEqual([
    'dev.safepoint.problem.opened',
    'dev.safepoint.problem.resolved',
  ]);
  await knex.destroy();
});
