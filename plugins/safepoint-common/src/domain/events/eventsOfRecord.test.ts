import { toCdEvent } from './cdEvent';
import { toCloudEvent } from './cloudEvent';
import { eventsOfRecord } from './eventsOfRecord';
import { eventTypes } from './eventTypes';
import type { RecordFacts } from './RecordFacts';

const portalUrl = 'https://portal.example.com';
const recordedAt = new Date('2026-03-10T12:00:00.000Z');
const minutesAgo = (minutes: number) =>
  new Date(recordedAt.getTime() - minutes * 60_000).toISOString();

const record = (
  type: RecordFacts['type'],
  data: Record<string, unknown>,
  revision = 1,
): RecordFacts => ({
  type,
  id: 'ignored',
  revision,
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  recordedAt,
  data,
});

const point = {
  id: '01JPOINT000000000000000000',
  instanceId: '01JINSTANCE000000000000000',
  trigger: 'scheduled',
  status: 'available',
  createdAt: minutesAgo(5),
  stateAt: minutesAgo(5),
  completedAt: minutesAgo(2),
  level: 'L0',
  storedBytes: 4096,
  quarantined: false,
};
const deployment = {
  id: '01JDEPLOYMENT0000000000000',
  status: 'gated',
  gate: 'strict',
  gateRecord: {
    ground: 'taken',
    breakGlass: { reason: 'a person wrote this' },
  },
  commit: 'abc123',
  recoveryPointIds: [point.id],
  gatedAt: minutesAgo(9),
};
const succeeded = {
  ...deployment,
  status: 'succeeded',
  finishedAt: minutesAgo(1),
};
const request = {
  id: 'f00dfeedbeef0123456789abcdef0123456789ab',
  kind: 'restore',
  status: 'awaiting-approval',
  requestedBy: 'user:default/dana',
  requestedAt: minutesAgo(30),
  reason: 'a person wrote this',
  approvalsNeeded: 1,
  decisions: [] as object[],
};
const approved = {
  ...request,
  status: 'approved',
  decisions: [
    {
      decision: 'approve',
      by: 'user:default/sam',
      at: minutesAgo(3),
      comment: 'a person wrote this',
    },
  ],
};
const drill = {
  id: '01JDRILL000000000000000000',
  recoveryPointId: point.id,
  outcome: 'failed',
  level: 'L1',
  checks: [
    { name: 'rows', passed: false, actual: 'alice@example.com is missing' },
  ],
  phases: { transfer: 3.5 },
  problem: { kind: 'content-differs', message: 'alice@example.com is missing' },
  startedAt: minutesAgo(8),
  finishedAt: minutesAgo(7),
};
const instance = { id: 'i', driver: 'postgres', identityStatus: 'changed' };

const table: [string, RecordFacts, string[]][] = [
  [
    'a whole point',
    record('recovery-point-status', point),
    ['recovery-point.available'],
  ],
  [
    'a point being written',
    record('recovery-point-status', { ...point, status: 'running' }),
    [],
  ],
  ...(
    [
      'failed',
      'lost',
      'missing',
      'corrupt',
      'hidden',
      'expired',
      'deleted',
    ] as const
  ).map((status): [string, RecordFacts, string[]] => [
    `a ${status} point`,
    record('recovery-point-status', {
      ...point,
      status,
      problem: { kind: 'k', message: 'alice@example.com' },
    }),
    [`recovery-point.${status}`],
  ]),
  ['a failed drill', record('drill', drill), ['drill.failed']],
  [
    'a passed drill',
    record('drill', { ...drill, outcome: 'passed', problem: undefined }),
    ['drill.passed'],
  ],
  [
    'a gated deployment',
    record('deployment', deployment),
    ['deployment.gated'],
  ],
  [
    'one that runs',
    record('deployment', { ...deployment, status: 'running' }),
    [],
  ],
  [
    'one that succeeded',
    record('deployment', succeeded),
    ['deployment.succeeded'],
  ],
  [
    'one that failed',
    record('deployment', { ...succeeded, status: 'failed' }),
    ['deployment.failed'],
  ],
  [
    'one that was abandoned',
    record('deployment', { ...deployment, status: 'abandoned' }),
    ['deployment.abandoned'],
  ],
  [
    'a bypass',
    record('deployment', { ...succeeded, gate: 'none', gateRecord: undefined }),
    ['deployment.bypassed', 'deployment.succeeded'],
  ],
  [
    'a bypass that runs',
    record('deployment', { ...deployment, gate: 'none', status: 'running' }),
    ['deployment.bypassed'],
  ],
  [
    'one that was marked bad',
    record('deployment', {
      ...succeeded,
      markedBad: {
        since: minutesAgo(1),
        at: minutesAgo(0),
        by: 'user:default/dana',
        reason: 'a person wrote this',
      },
    }),
    ['deployment.succeeded', 'deployment.marked-bad'],
  ],
  ['a restore that waits', record('request', request), ['restore.requested']],
  [
    'one that needs nobody',
    record('request', { ...request, status: 'approved', approvalsNeeded: 0 }),
    ['restore.requested'],
  ],
  [
    'one that was approved',
    record('request', approved),
    ['restore.requested', 'restore.approved'],
  ],
  [
    'one that runs',
    record('request', { ...approved, status: 'running' }),
    ['restore.requested', 'restore.approved'],
  ],
  [
    'one that was rejected',
    record('request', { ...request, status: 'rejected' }),
    ['restore.requested', 'restore.rejected'],
  ],
  [
    'one that expired',
    record('request', { ...request, status: 'expired' }),
    ['restore.requested', 'restore.expired'],
  ],
  [
    'one that is done',
    record('request', { ...approved, status: 'succeeded' }),
    ['restore.requested', 'restore.approved', 'restore.finished'],
  ],
  [
    'one that failed',
    record('request', { ...approved, status: 'failed' }),
    ['restore.requested', 'restore.approved', 'restore.failed'],
  ],
  [
    'a backup that was asked for',
    record('request', { ...request, kind: 'backup' }),
    [],
  ],
  [
    'another store',
    record('store-instance', instance),
    ['store-instance.identity-changed'],
  ],
  [
    'an accepted store',
    record('store-instance', { ...instance, identityStatus: 'accepted' }),
    [],
  ],
  ['a binding', record('binding', {}), []],
];

describe('what a durable record tells', () => {
  it.each(table)('%s', (_, facts, names) => {
    const events = eventsOfRecord(facts, portalUrl);
    expect(events.map(({ type }) => type)).toEqual(
      names.map(name => `dev.safepoint.${name}`),
    );
    for (const event of events) {
      const { data } = toCloudEvent(event, { id: 'x', portalUrl });
      expect(eventTypes[event.type].data.strict().parse(data)).toEqual(data);
    }
  });

  it.each(table)(
    'nothing that a person or a database wrote: %s',
    (_, facts) => {
      const text = JSON.stringify(eventsOfRecord(facts, portalUrl));
      expect(text).not.toMatch(/a person wrote|alice|f00dfeedbeef012/);
    },
  );

  it('is one event, in however many records it stands', () => {
    const keys = (data: object, revision: number) =>
      eventsOfRecord(record('deployment', { ...data }, revision), portalUrl)
        .map(({ key }) => key)
        .sort();
    const marked = {
      ...succeeded,
      markedBad: { since: minutesAgo(1), at: minutesAgo(0), by: 'u' },
    };
    expect(keys(marked, 4)).toEqual(expect.arrayContaining(keys(succeeded, 3)));
    const again = { ...marked.markedBad, at: minutesAgo(-1) };
    expect(keys({ ...succeeded, markedBad: again }, 6)).not.toEqual(
      keys(marked, 4),
    );
  });

  it('is told anew when what was mended is broken again', () => {
    const missing = { ...point, status: 'missing' };
    const [first, second] = [2, 4].map(
      revision =>
        eventsOfRecord(
          record('recovery-point-status', missing, revision),
          portalUrl,
        )[0].key,
    );
    expect(first).not.toBe(second);
  });

  it('is no news a week later', () => {
    const old = { ...succeeded, finishedAt: minutesAgo(8 * 24 * 60) };
    expect(eventsOfRecord(record('deployment', old), portalUrl)).toEqual([]);
  });

  it('names the page', () => {
    const [{ data }] = eventsOfRecord(record('drill', drill), portalUrl);
    expect(data.link).toBe(
      'https://portal.example.com/catalog/default/resource/orders-db/recovery?environment=production',
    );
  });

  it('is a CDEvent where a deployment succeeded, and only there', () => {
    const envelope = { id: 'id-1', portalUrl };
    const [event] = eventsOfRecord(record('deployment', succeeded), portalUrl);
    expect(toCdEvent(event, envelope)?.data).toMatchObject({
      context: { specversion: '0.5.1', timestamp: succeeded.finishedAt },
      subject: {
        id: 'resource:default/orders-db',
        content: {
          environment: { id: 'production' },
          artifactId: 'pkg:generic/orders-db@abc123',
        },
      },
    });
    const [other] = eventsOfRecord(record('drill', drill), portalUrl);
    expect(toCdEvent(other, envelope)).toBeUndefined();
  });
});
