import fc from 'fast-check';
import type { Deployment } from './deployment';
import { findLastKnownGood } from './lastKnownGood';
import type { RecoveryPoint } from './recoveryPoint';

const at = (time: string) => new Date(`2026-03-01T${time}:00Z`);

function point(
  id: string,
  time: string,
  more: Partial<RecoveryPoint> = {},
): RecoveryPoint {
  return {
    id,
    instanceId: 'orders-db',
    trigger: 'pre-deploy',
    status: 'available',
    stateAt: at(time),
    createdAt: at(time),
    level: 'L0',
    ...more,
  };
}

function deployment(
  id: string,
  start: string,
  status: Deployment['status'],
  more: Partial<Deployment> = {},
): Deployment {
  return {
    id,
    entityRef: 'component:default/orders',
    environment: 'production',
    status,
    gatedAt: at(start),
    startedAt: at(start),
    ...more,
  };
}

const markedBad = (since: string) => ({
  since: at(since),
  by: 'user:default/sam',
  at: at('23:00'),
  reason: 'totals are wrong',
});

interface Case {
  name: string;
  points: RecoveryPoint[];
  deployments?: Deployment[];
  restores?: { switchedAt: Date; stateAt: Date }[];
  expected: string | undefined;
  reason: RegExp;
}

const good = deployment('D1', '10:00', 'succeeded', {
  finishedAt: at('10:05'),
});
const failed = deployment('D2', '12:00', 'failed');
const before = point('P1', '09:59', { deploymentId: 'D1' });
const baseline = point('P2', '10:06', {
  trigger: 'baseline',
  deploymentId: 'D1',
});
const beforeFailed = point('P3', '11:59', { deploymentId: 'D2' });
const afterFailed = point('P4', '12:30', { trigger: 'manual' });

const cases: Case[] = [
  {
    name: 'there is none without points',
    points: [],
    expected: undefined,
    reason: /no recovery point that could be restored/,
  },
  {
    name: 'the baseline of a good deployment is one',
    points: [before, baseline],
    deployments: [good],
    expected: 'P2',
    reason: /baseline of deployment D1, which succeeded/,
  },
  {
    name: 'the point before a failed deployment is one, what came after it is not',
    points: [before, baseline, beforeFailed, afterFailed],
    deployments: [good, failed],
    expected: 'P3',
    reason: /before deployment D2, which started at .*12:00.* and failed/,
  },
  {
    name: 'a point of the very moment at which the deployment started is suspect',
    points: [point('P1', '11:59'), point('P2', '12:00')],
    deployments: [failed],
    expected: 'P1',
    reason: /before deployment D2/,
  },
  {
    name: 'a restore to before the failure makes later points good again',
    points: [beforeFailed, afterFailed, point('P5', '14:00')],
    deployments: [failed],
    restores: [{ switchedAt: at('13:00'), stateAt: at('11:59') }],
    expected: 'P5',
    reason: /no failed or bad deployment precedes it/,
  },
  {
    name: 'a restore to a state from after the failure mends nothing',
    points: [beforeFailed, afterFailed, point('P5', '14:00')],
    deployments: [failed],
    restores: [{ switchedAt: at('13:00'), stateAt: at('12:30') }],
    expected: 'P3',
    reason: /before deployment D2/,
  },
  {
    name: 'a later success of the same component ends the doubt of a failure',
    points: [
      beforeFailed,
      afterFailed,
      point('P5', '15:06', { trigger: 'baseline', deploymentId: 'D3' }),
    ],
    deployments: [
      failed,
      deployment('D3', '15:00', 'succeeded', { finishedAt: at('15:05') }),
    ],
    expected: 'P5',
    reason: /baseline of deployment D3/,
  },
  {
    name: 'a later success of another component does not',
    points: [beforeFailed, afterFailed, point('P5', '15:06')],
    deployments: [
      failed,
      deployment('D3', '15:00', 'succeeded', {
        entityRef: 'component:default/billing',
        finishedAt: at('15:05'),
      }),
    ],
    expected: 'P3',
    reason: /before deployment D2/,
  },
  {
    name: 'marking a good deployment bad moves it before that moment',
    points: [before, baseline, point('P3', '11:00')],
    deployments: [{ ...good, markedBad: markedBad('10:30') }],
    expected: 'P2',
    reason: /before deployment D1, which was marked bad since .*10:30/,
  },
  {
    name: 'a later success does not mend what a bad one damaged',
    points: [before, baseline, point('P6', '16:00')],
    deployments: [
      { ...good, markedBad: markedBad('10:00') },
      deployment('D3', '15:00', 'succeeded', { finishedAt: at('15:05') }),
    ],
    expected: 'P1',
    reason: /marked bad since/,
  },
  {
    name: 'a deployment marked bad does not vouch for a failed one before it',
    points: [beforeFailed, point('P6', '15:30')],
    deployments: [
      failed,
      deployment('D3', '15:00', 'succeeded', {
        finishedAt: at('15:05'),
        markedBad: markedBad('16:00'),
      }),
    ],
    expected: 'P3',
    reason: /before deployment D2/,
  },
  {
    name: 'a deployment that nobody heard of again is as suspect as a failed one',
    points: [beforeFailed, afterFailed],
    deployments: [deployment('D2', '12:00', 'abandoned')],
    expected: 'P3',
    reason: /whose end is unknown/,
  },
  {
    name: 'one that was gated and never started damaged nothing',
    points: [beforeFailed, afterFailed],
    deployments: [
      deployment('D2', '12:00', 'abandoned', { startedAt: undefined }),
    ],
    expected: 'P4',
    reason: /newest/,
  },
  {
    name: 'unsigned, external, lost and corrupt points never count',
    points: [
      before,
      point('P5', '13:00', { quarantined: true }),
      point('P6', '13:01', { trigger: 'external' }),
      point('P7', '13:02', { status: 'lost' }),
      point('P8', '13:03', { status: 'corrupt' }),
    ],
    expected: 'P1',
    reason: /newest/,
  },
  {
    name: 'says so when everything came after the damage',
    points: [afterFailed],
    deployments: [failed],
    expected: undefined,
    reason: /taken after deployment D2.*none is known to be good/,
  },
];

describe('last known good', () => {
  it.each(cases)(
    '$name',
    ({ points, deployments, restores, expected, reason }) => {
      const found = findLastKnownGood({
        points,
        deployments: deployments ?? [],
        restores: restores ?? [],
      });
      expect(found.point?.id).toBe(expected);
      expect(found.reason).toMatch(reason);
    },
  );

  describe('with a baseline by promotion', () => {
    const older = point('older', '08:00');
    const promoted = point('promoted', '10:00', {
      deploymentId: 'fix',
      baselineOf: 'fix',
      unchangedAt: at('10:30'),
    });
    const broken = deployment('broken', '09:00', 'failed');
    const fix = deployment('fix', '10:05', 'succeeded', {
      finishedAt: at('10:20'),
    });
    const find = (deployments: Deployment[]) =>
      findLastKnownGood({
        points: [older, promoted],
        deployments,
        restores: [],
      });

    it('takes it where the deployment that left the data untouched ended a doubt', () => {
      expect(find([broken, fix])).toMatchObject({
        point: { id: 'promoted' },
        reason: expect.stringMatching(/changed nothing/),
      });
    });

    it('takes it where the deployment itself is found bad: it is from before', () => {
      expect(find([{ ...fix, markedBad: markedBad('10:05') }]).point?.id).toBe(
        'promoted',
      );
    });

    it('does not where the data was bad the whole time', () => {
      expect(
        find([fix, { ...broken, markedBad: markedBad('09:00') }]).point?.id,
      ).toBe('older');
      expect(find([broken]).point?.id).toBe('older');
    });
  });

  it('never lies behind a bad mark that nothing undid', () => {
    const minute = fc.integer({ min: 0, max: 600 });
    const moment = (offset: number) =>
      new Date(at('00:00').getTime() + offset * 60_000);
    fc.assert(
      fc.property(fc.array(minute), minute, minute, (taken, start, since) => {
        const found = findLastKnownGood({
          points: taken.map((offset, index) => ({
            ...point(`P${index}`, '00:00'),
            stateAt: moment(offset),
          })),
          deployments: [
            {
              ...good,
              startedAt: moment(start),
              markedBad: { ...markedBad('00:00'), since: moment(since) },
            },
          ],
          restores: [],
        });
        const newestGood = Math.max(...taken.filter(offset => offset < since));
        expect(found.point?.stateAt?.getTime()).toBe(
          Number.isFinite(newestGood)
            ? moment(newestGood).getTime()
            : undefined,
        );
      }),
    );
  });
});
