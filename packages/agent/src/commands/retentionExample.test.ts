import path from 'node:path';
import {
  planRetention,
  type RetainedPoint,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readExamples } from '@safepoint/engine/testUtils';
import { renderRetentionPlan } from './retentionTable';

const docs = path.resolve(__dirname, '../../../../docs/retention.md');

/** The worked example of docs/retention.md: nightly points, of which some are left, and one before a deploy. */
const moments = [
  '2026-11-23T14:00:00Z',
  '2026-11-23T02:00:00Z',
  '2026-11-22T02:00:00Z',
  '2026-11-21T02:00:00Z',
  '2026-11-20T02:00:00Z',
  '2026-11-15T02:00:00Z',
  '2026-11-14T02:00:00Z',
  '2026-11-02T10:00:00Z',
  '2026-10-31T02:00:00Z',
  '2026-10-30T02:00:00Z',
  '2026-09-30T02:00:00Z',
  '2026-08-31T02:00:00Z',
  '2025-12-31T02:00:00Z',
];
const rules = {
  last: 2,
  daily: 3,
  weekly: 2,
  monthly: 3,
  yearly: 1,
  pinDeploymentsSeconds: 30 * 86_400,
  immutableForSeconds: 0,
};
const now = new Date('2026-11-23T15:00:00Z');

function planExample() {
  const points = moments.map((moment, index): RetainedPoint => {
    const stateAt = new Date(moment);
    return {
      id: `p${String(moments.length - index).padStart(2, '0')}`,
      instanceId: 'orders-db',
      trigger: 'scheduled',
      status: 'available',
      stateAt,
      createdAt: stateAt,
      level: moment.startsWith('2026-11-14') ? 'L3' : 'L0',
      ...(moment.startsWith('2026-11-02') && { deploymentId: 'd1' }),
    };
  });
  const deployed = new Date('2026-11-02T10:20:00Z');
  return planRetention({
    points,
    rules,
    verificationLevel: 'L3',
    lastKnownGood: 'p13',
    deployments: [
      {
        id: 'd1',
        entityRef: 'component:default/orders',
        environment: 'production',
        status: 'succeeded',
        gatedAt: deployed,
        finishedAt: deployed,
        recoveryPointIds: [],
      },
    ],
    holds: [
      {
        id: 'h1',
        kind: 'legal-hold',
        recoveryPointId: 'p02',
        reason: 'case 12',
      },
    ],
    inUse: [],
    keptMates: [],
    now,
  });
}

it('the worked example of docs/retention.md is what the rules decide', () => {
  const lines = renderRetentionPlan({
    instanceId: 'orders-db',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    plannedAt: now.toISOString(),
    graceSeconds: 3 * 86_400,
    deletes: true,
    mayHold: false,
    policy: 'gold',
    rules,
    items: planExample().map(({ point, deletableFrom, reasons, keep }) => ({
      keep,
      reasons: reasons.map(({ until, ...reason }) => ({
        ...reason,
        until: until?.toISOString(),
      })),
      ...(keep
        ? { deletableFrom: deletableFrom?.toISOString() }
        : { deleteAfter: '2026-11-26T15:00:00Z' }),
      point: {
        ...point,
        entityRef: 'resource:default/orders-db',
        environment: 'production',
        stateAt: point.stateAt?.toISOString(),
        createdAt: point.createdAt.toISOString(),
        verifiedAt: undefined,
        lockedUntil: undefined,
        deletionStartedAt: undefined,
        unchangedAt: undefined,
      },
    })),
  });
  const [example] = readExamples(docs, 'safepoint retention plan');
  expect(example.split('\n').slice(1)).toEqual(lines);
});
