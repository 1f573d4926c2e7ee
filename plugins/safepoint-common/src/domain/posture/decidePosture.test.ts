import type { Deployment } from '../deployment';
import { decidePosture } from './decidePosture';
import type { PostureInput } from './Posture';
import type { RecoveryPoint } from '../recoveryPoint';

const now = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const point = (
  id: string,
  hours: number,
  more: Partial<RecoveryPoint> = {},
): RecoveryPoint => ({
  id,
  instanceId: 'i',
  trigger: 'baseline',
  status: 'available',
  stateAt: hoursAgo(hours),
  createdAt: hoursAgo(hours),
  level: 'L0',
  ...more,
});

const healthy: PostureInput = {
  instance: {
    id: 'i',
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    driver: 'postgres',
    identityStatus: 'accepted',
  },
  points: [point('P2', 2)],
  drills: [
    {
      recoveryPointId: 'P2',
      outcome: 'passed',
      level: 'L3',
      finishedAt: hoursAgo(1),
      recoverySeconds: 90,
    },
  ],
  deployments: [],
  restores: [],
  objectives: {
    rpoSeconds: 24 * 3600,
    rtoSeconds: 3600,
    verifiedWithinSeconds: 7 * 86_400,
    verificationLevel: 'L3',
  },
  bound: true,
  now,
};
const [passed] = healthy.drills;

const deployment = (status: Deployment['status']): Deployment => ({
  id: 'D1',
  entityRef: 'component:default/orders',
  environment: 'production',
  status,
  gatedAt: hoursAgo(1),
});

describe('posture', () => {
  it.each<[string, Partial<PostureInput>, string, string | undefined]>([
    ['saved and proven is protected', {}, 'protected', undefined],
    [
      'nothing at all is never',
      { points: [], drills: [] },
      'never',
      'never-saved',
    ],
    [
      'only failed attempts is never, too',
      {
        points: [point('P1', 1, { status: 'failed', stateAt: undefined })],
        drills: [],
      },
      'never',
      'never-saved',
    ],
    [
      'a store whose points all went missing is unprotected',
      { points: [point('P1', 1, { status: 'missing' })], drills: [] },
      'unprotected',
      'recovery-point-missing',
    ],
    ['no proof is red', { drills: [] }, 'unprotected', 'never-verified'],
    [
      'a proof of a lower level is none',
      { drills: [{ ...passed, level: 'L2' }] },
      'unprotected',
      'never-verified',
    ],
    [
      'a stale proof puts at risk',
      { drills: [{ ...passed, finishedAt: hoursAgo(8 * 24) }] },
      'at-risk',
      'proof-stale',
    ],
    [
      'a failed last drill is red though an earlier one passed',
      {
        drills: [
          passed,
          {
            recoveryPointId: 'P2',
            outcome: 'failed',
            level: 'L1',
            finishedAt: hoursAgo(0.5),
          },
        ],
      },
      'unprotected',
      'drill-failed',
    ],
    [
      'too old a point is red',
      { points: [point('P2', 25)] },
      'unprotected',
      'rpo-missed',
    ],
    [
      'a restore that takes too long puts at risk',
      { drills: [{ ...passed, recoverySeconds: 4000 }] },
      'at-risk',
      'rto-missed',
    ],
    [
      'a corrupt point is red',
      { points: [point('P2', 2), point('P3', 1, { status: 'corrupt' })] },
      'unprotected',
      'recovery-point-corrupt',
    ],
    [
      'a corrupt point puts at risk when a newer one is proven',
      { points: [point('P2', 2), point('P1', 3, { status: 'corrupt' })] },
      'at-risk',
      'recovery-point-corrupt',
    ],
    [
      'a failed last backup puts at risk',
      {
        points: [
          point('P2', 2),
          point('P3', 1, { status: 'lost', stateAt: undefined }),
        ],
      },
      'at-risk',
      'last-backup-failed',
    ],
    [
      'a changed identity is red',
      { instance: { ...healthy.instance, identityStatus: 'changed' } },
      'unprotected',
      'identity-changed',
    ],
    ['nobody entitled puts at risk', { bound: false }, 'at-risk', 'no-binding'],
    [
      'a failed deployment puts at risk',
      { deployments: [deployment('failed')] },
      'at-risk',
      'data-in-doubt',
    ],
    [
      'a deployment that was marked bad is red',
      {
        deployments: [
          {
            ...deployment('succeeded'),
            markedBad: {
              since: hoursAgo(1),
              by: 'user:default/sam',
              at: now,
              reason: 'totals are wrong',
            },
          },
        ],
      },
      'unprotected',
      'data-damaged',
    ],
    [
      'a restore to before the failure takes the doubt away',
      {
        deployments: [deployment('failed')],
        restores: [{ switchedAt: hoursAgo(0.5), stateAt: hoursAgo(2) }],
      },
      'protected',
      undefined,
    ],
    [
      'a success after the failure does so, too',
      {
        deployments: [
          deployment('failed'),
          { ...deployment('succeeded'), id: 'D2', gatedAt: hoursAgo(0.5) },
        ],
      },
      'protected',
      undefined,
    ],
  ])('%s', (_name, change, verdict, code) => {
    const posture = decidePosture({ ...healthy, ...change });
    expect(posture.verdict).toBe(verdict);
    const codes = posture.reasons
      .filter(({ severity }) => severity !== 'ok')
      .map(reason => reason.code);
    expect(codes.filter(found => !code || found === code)).toEqual(
      code ? [code] : [],
    );
  });

  it('shows target beside achieved', () => {
    const { rpo, rto, verified } = decidePosture(healthy);
    expect(rpo).toEqual({
      targetSeconds: 86_400,
      achievedSeconds: 7200,
      met: true,
    });
    expect(rto).toEqual({
      targetSeconds: 3600,
      achievedSeconds: 90,
      met: true,
    });
    expect(verified).toEqual({
      targetSeconds: 604_800,
      achievedSeconds: 3600,
      met: true,
    });
  });

  it('says when time alone changes it, and then does change', () => {
    const { changesAt, verdict } = decidePosture(healthy);
    const runsOut = hoursAgo(-22);
    expect(changesAt).toEqual(new Date(runsOut.getTime() + 1));
    expect(verdict).toBe('protected');
    const verdictAt = (moment: Date) =>
      decidePosture({ ...healthy, now: moment }).verdict;
    expect(verdictAt(runsOut)).toBe('protected');
    expect(verdictAt(changesAt!)).toBe('unprotected');
  });

  it('lists the worst reason first', () => {
    const { reasons } = decidePosture({ ...healthy, drills: [], bound: false });
    expect(reasons.map(({ severity }) => severity)).toEqual([
      'critical',
      'warning',
      'ok',
    ]);
  });
});

it('does not call the last backup failed because the bytes of a later one are gone', () => {
  const { reasons } = decidePosture({
    ...healthy,
    points: [
      point('P1', 9),
      point('P2', 5, { status: 'failed' }),
      point('P3', 2, { status: 'missing' }),
    ],
  });
  const codes = reasons.map(({ code }) => code);
  expect(codes).toContain('recovery-point-missing');
  expect(codes).not.toContain('last-backup-failed');
});
