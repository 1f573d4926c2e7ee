import { isKeptOnItsOwn, planRetention } from './planRetention';
import type { PinningDeployment, RetentionInput } from './RetentionPlan';
import { inputOf, noRules, pointAt } from './testUtils/retentionExamples';

const day = 86_400;
const later = new Date('2026-12-01T00:00:00Z');

/** Ids of what is kept, with the codes why. */
function kept(input: RetentionInput) {
  return Object.fromEntries(
    planRetention(input)
      .filter(({ keep }) => keep)
      .map(({ point, reasons }) => [
        point.id,
        reasons.map(({ code }) => code).join(' '),
      ]),
  );
}

describe('planRetention', () => {
  const points = [
    pointAt('2026-11-23T06:00:00Z'),
    pointAt('2026-11-22T23:00:00Z'),
    pointAt('2026-11-22T01:00:00Z'),
    pointAt('2026-11-20T01:00:00Z'),
    pointAt('2026-10-31T01:00:00Z'),
    pointAt('2025-12-31T01:00:00Z'),
  ];

  it.each([
    [
      'last',
      { last: 2 },
      {
        '2026-11-23T06:00:00Z': 'newest last',
        '2026-11-22T23:00:00Z': 'last',
      },
    ],
    [
      'days that have a point',
      { daily: 3 },
      {
        '2026-11-23T06:00:00Z': 'newest daily',
        '2026-11-22T23:00:00Z': 'daily',
        '2026-11-20T01:00:00Z': 'daily',
      },
    ],
    [
      'ISO weeks',
      { weekly: 2 },
      {
        '2026-11-23T06:00:00Z': 'newest weekly',
        '2026-11-22T23:00:00Z': 'weekly',
      },
    ],
    [
      'months and years together',
      { monthly: 2, yearly: 2 },
      {
        '2026-11-23T06:00:00Z': 'newest monthly yearly',
        '2026-10-31T01:00:00Z': 'monthly',
        '2025-12-31T01:00:00Z': 'yearly',
      },
    ],
    ['nothing at all', {}, { '2026-11-23T06:00:00Z': 'newest' }],
  ])('counts %s', (_, rules, expected) => {
    expect(kept(inputOf(points, { rules: { ...noRules, ...rules } }))).toEqual(
      expected,
    );
  });

  it('does not care what time it is', () => {
    const rules = { ...noRules, daily: 2, monthly: 2 };
    const now = new Date('2031-01-01T00:00:00Z');
    expect(kept(inputOf(points, { rules, now }))).toEqual(
      kept(inputOf(points, { rules })),
    );
  });

  it('says of each rule why it does not keep a point', () => {
    const rules = { ...noRules, last: 1, daily: 1, yearly: 1 };
    const plan = planRetention(inputOf(points, { rules }));
    const messages = (id: string) =>
      plan
        .find(({ point }) => point.id === id)!
        .reasons.map(({ message }) => message);
    expect(messages('2026-11-22T01:00:00Z')).toEqual([
      'It is not one of the newest 1.',
      'It is not the newest of the day 2026-11-22; 2026-11-22T23:00:00Z is.',
      'It is not the newest of the year 2026; 2026-11-23T06:00:00Z is.',
    ]);
    expect(messages('2026-11-20T01:00:00Z')[1]).toBe(
      'The day 2026-11-20 is not among the newest 1 day with a recovery point.',
    );
    expect(planRetention(inputOf(points))[1].reasons).toMatchObject([
      { code: 'no-rule' },
    ]);
  });

  const old = pointAt('2026-01-01T00:00:00Z');
  const young = pointAt('2026-11-23T00:00:00Z');

  it.each([
    ['the last known good', { lastKnownGood: old.id }, 'last-known-good'],
    ['one that is used', { inUse: [old.id] }, 'in-use'],
    [
      'one of a set of which another is kept',
      { keptMates: [{ recoveryPointId: old.id, mateId: 'mate' }] },
      'recovery-set',
    ],
    [
      'one under legal hold',
      {
        holds: [
          {
            id: 'h',
            kind: 'legal-hold' as const,
            recoveryPointId: old.id,
            reason: 'case 12',
          },
        ],
      },
      'held',
    ],
    [
      'a pinned one',
      {
        holds: [
          {
            id: 'h',
            kind: 'pin' as const,
            recoveryPointId: old.id,
            reason: 'audit',
            until: later,
          },
        ],
      },
      'pinned',
    ],
  ])('keeps %s', (_, facts, code) => {
    expect(kept(inputOf([old, young], facts))[old.id]).toBe(code);
    expect(kept(inputOf([old, young]))[old.id]).toBeUndefined();
  });

  it('keeps the newest that is proven to the level that is asked for', () => {
    const l4 = pointAt('2026-03-01T00:00:00Z', { level: 'L4' });
    const l3 = pointAt('2026-04-01T00:00:00Z', { level: 'L3' });
    const l1 = pointAt('2026-05-01T00:00:00Z', { level: 'L1' });
    expect(kept(inputOf([l4, l3, l1, young]))).toEqual({
      [young.id]: 'newest',
      [l3.id]: 'proof',
    });
    expect(
      kept(inputOf([l4, l3, l1, young], { verificationLevel: 'L5' })),
    ).toEqual({ [young.id]: 'newest', [l4.id]: 'proof' });
  });

  it('keeps a locked one until the lock ends, and says when', () => {
    const locked = { ...old, lockedUntil: later };
    const [, decision] = planRetention(inputOf([locked, young]));
    expect(decision).toMatchObject({
      keep: true,
      deletableFrom: later,
      reasons: [{ code: 'locked', until: later }],
    });
    expect(
      kept(inputOf([locked, young], { now: later }))[old.id],
    ).toBeUndefined();
  });

  describe('deployments', () => {
    const rules = { ...noRules, pinDeploymentsSeconds: 30 * day };
    const deployment: PinningDeployment = {
      id: 'd1',
      entityRef: 'component:default/orders',
      environment: 'production',
      status: 'succeeded',
      gatedAt: new Date('2026-11-01T00:00:00Z'),
      finishedAt: new Date('2026-11-01T01:00:00Z'),
      recoveryPointIds: [],
    };
    const before = pointAt('2026-11-01T00:00:00Z', { deploymentId: 'd1' });
    const until = new Date('2026-12-01T01:00:00Z');

    it.each([
      ['taken before it', before, deployment],
      ['its baseline', { ...old, baselineOf: 'd1' }, deployment],
      ['used again', old, { ...deployment, recoveryPointIds: [old.id] }],
    ])('keep a point %s for their window', (_, point, one) => {
      const input = inputOf([point, young], { rules, deployments: [one] });
      expect(planRetention(input)[1]).toMatchObject({
        keep: true,
        deletableFrom: until,
        reasons: [{ code: 'deployment' }],
      });
      expect(kept({ ...input, now: until })[point.id]).toBeUndefined();
    });

    it('keep their points as long as they are open', () => {
      const open = { ...deployment, status: 'running' as const };
      const [, decision] = planRetention(
        inputOf([before, young], {
          deployments: [open],
          now: new Date('2040-01-01T00:00:00Z'),
        }),
      );
      expect(decision.keep).toBe(true);
      expect(decision.deletableFrom).toBeUndefined();
    });

    it('of which nothing is known count from when the point was made', () => {
      const input = inputOf([before, young], { rules });
      expect(kept(input)[before.id]).toBe('deployment');
      expect(kept({ ...input, now: until })[before.id]).toBeUndefined();
    });
  });

  it.each([
    ['damaged', { status: 'corrupt' as const }],
    ['damaged', { status: 'missing' as const }],
    ['damaged', { status: 'hidden' as const }],
    ['being-made', { status: 'completing' as const }],
    ['made-elsewhere', { trigger: 'external' as const }],
    ['quarantined', { quarantined: true }],
    ['undated', { stateAt: undefined }],
  ])('leaves alone what is %s, and counts it for nothing', (code, changes) => {
    const odd = { ...pointAt('2026-11-23T11:00:00Z'), ...changes };
    const rules = { ...noRules, last: 1 };
    expect(kept(inputOf([odd, young, old], { rules }))).toEqual({
      [odd.id]: code,
      [young.id]: 'newest last',
    });
  });

  it('decides nothing about what has come to nothing or is gone', () => {
    const gone = (['failed', 'lost', 'deleted'] as const).map(status =>
      pointAt('2026-11-01T00:00:00Z', { status, id: status }),
    );
    expect(planRetention(inputOf([...gone, young]))).toHaveLength(1);
  });

  it('takes back what a rule keeps after all', () => {
    const expired = { ...old, status: 'expired' as const };
    const rules = { ...noRules, yearly: 1, last: 2 };
    expect(kept(inputOf([expired, young], { rules }))[old.id]).toBe('last');
  });

  it('does not take back what is being deleted', () => {
    const leaving = {
      ...old,
      status: 'expired' as const,
      deletionStartedAt: new Date('2026-11-23T00:00:00Z'),
    };
    const rules = { ...noRules, last: 2 };
    expect(
      planRetention(inputOf([leaving, young], { rules }))[1],
    ).toMatchObject({ keep: false, reasons: [{ code: 'being-deleted' }] });
  });

  it.each([
    ['last is -1', { last: -1 }],
    ['daily is NaN', { daily: NaN }],
    ['weekly is 1.5', { weekly: 1.5 }],
    ['yearly is undefined', { yearly: undefined as never }],
  ])('refuses rules that it does not understand: %s', (message, rules) => {
    expect(() =>
      planRetention(inputOf([old], { rules: { ...noRules, ...rules } })),
    ).toThrow(message);
  });
});

describe('isKeptOnItsOwn', () => {
  it('is not so of a point that only its set keeps, so that sets do not keep each other', () => {
    const old = pointAt('2026-01-01T00:00:00Z');
    const young = pointAt('2026-11-23T00:00:00Z');
    const keptMates = [{ recoveryPointId: old.id, mateId: 'mate' }];
    const plan = planRetention(inputOf([old, young], { keptMates }));
    expect(plan.map(isKeptOnItsOwn)).toEqual([true, false]);
  });

  it('is not so of a damaged one, whose set is no set any more', () => {
    const corrupt = pointAt('2026-01-01T00:00:00Z', { status: 'corrupt' });
    expect(planRetention(inputOf([corrupt])).map(isKeptOnItsOwn)).toEqual([
      false,
    ]);
  });
});
