import { eventsOfRecord } from '../events';
import { alertOfEvent } from './alertOfEvent';

const at = '2026-03-10T14:00:00.000Z';
const alertsOf = (data: Record<string, unknown>) =>
  eventsOfRecord(
    {
      type: 'request',
      id: 'r'.repeat(40),
      revision: 1,
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      recordedAt: new Date(at),
      data: {
        id: 'r'.repeat(40),
        kind: 'restore',
        requestedBy: 'user:default/dana',
        requestedAt: at,
        approvalsNeeded: 2,
        decisions: [],
        ...data,
      },
    },
    'https://portal.test',
  ).flatMap(event => alertOfEvent(event) ?? []);
const approve = { decision: 'approve', at };

it('tells of each step of a restore, by a key that stays', () => {
  expect(alertsOf({ status: 'awaiting-approval' })).toEqual([
    {
      kind: 'restore-requested',
      severity: 'high',
      entityRef: 'resource:default/orders-db',
      environment: 'production',
      title: 'Somebody asks to restore orders-db in production',
      text: 'user:default/dana asked for it. It needs 2 more people to approve: look at what would be lost, then decide.',
      link: 'https://portal.test/catalog/default/resource/orders-db/recovery?environment=production',
      dedupeKey: 'restore/rrrrrrrrrrrr/requested',
    },
  ]);
  const finished = alertsOf({
    status: 'succeeded',
    decisions: [approve, approve],
    finishedAt: at,
  });
  expect(finished.map(({ kind }) => kind)).toEqual([
    'restore-requested',
    'restore-approved',
    'restore-finished',
  ]);
});

it.each([
  ['rejected', 'restore-rejected', 'normal'],
  ['expired', 'restore-expired', 'normal'],
  ['failed', 'restore-failed', 'critical'],
])('tells that one was %s', (status, kind, severity) => {
  expect(alertsOf({ status }).pop()).toMatchObject({ kind, severity });
});

it('says where it is restored to, and what went wrong', () => {
  const failed = alertsOf({
    status: 'failed',
    targetEnvironment: 'staging',
    problem: { kind: 'check-failed', message: 'password=hunter2' },
  }).pop();
  expect(failed).toMatchObject({
    title: 'The restore of orders-db in staging failed',
    text: expect.stringContaining('check-failed'),
  });
  expect(JSON.stringify(failed)).not.toContain('hunter2');
});

it('tells nothing of what is told as a problem, or is none', () => {
  expect(alertsOf({ kind: 'backup', status: 'failed' })).toEqual([]);
});
