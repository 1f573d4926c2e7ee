import { decideGate, type GateFacts } from './gatePlan';
import { type GatePolicy, resolveGatePolicy } from './gatePolicy';
import type { ReuseFacts } from './gateReuse';
import type { RecoveryPoint } from './recoveryPoint';

const now = new Date('2026-03-01T12:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(now.getTime() - minutes * 60_000);

const required = resolveGatePolicy(
  { base: {}, environments: {} },
  { name: 'staging', production: false },
);
const reuse = { ...required, mode: 'reuse' as const };

const proven: RecoveryPoint = {
  id: 'P1',
  instanceId: 'I1',
  trigger: 'baseline',
  status: 'available',
  createdAt: minutesAgo(6),
  stateAt: minutesAgo(5),
  level: 'L3',
  verifiedAt: minutesAgo(2),
};
const orders: ReuseFacts = {
  entityRef: 'resource:default/orders-db',
  identityChanged: false,
  points: [proven],
  deployments: [],
  restores: [],
};
const plan = (
  store: Partial<ReuseFacts>,
  facts: Partial<GateFacts> = {},
  policy: GatePolicy = reuse,
) =>
  decideGate(
    policy,
    { environment: 'staging', stores: [{ ...orders, ...store }], ...facts },
    now,
  );

describe('a gate that may use a recovery point again', () => {
  it('takes a fresh and proven one, and says why', () => {
    expect(plan({})).toEqual({
      ground: 'reuse',
      points: [{ entityRef: 'resource:default/orders-db', point: proven }],
      reasons: [
        'resource:default/orders-db: recovery point P1, 6 minutes old and proven to L3, is used again; nothing that depends on it was deployed since.',
      ],
    });
  });

  const deployment = (changes: object) => ({
    deployments: [
      {
        id: 'D1',
        entityRef: 'component:default/billing',
        environment: 'staging',
        status: 'succeeded' as const,
        gatedAt: minutesAgo(30),
        ...changes,
      },
    ],
  });

  it.each<[string, Partial<ReuseFacts>, RegExp]>([
    ['there is none', { points: [] }, /has no recovery point/],
    [
      'it is too old',
      { points: [{ ...proven, createdAt: minutesAgo(11) }] },
      /11 minutes old, and 10 minutes are accepted/,
    ],
    [
      'the clock of the store is ahead of its creation',
      {
        points: [
          { ...proven, createdAt: minutesAgo(12), stateAt: minutesAgo(1) },
        ],
      },
      /12 minutes old/,
    ],
    [
      'it is not proven',
      { points: [{ ...proven, level: 'L0' }] },
      /proven to L0 only, and L1 is needed/,
    ],
    [
      'it is external',
      { points: [{ ...proven, trigger: 'external' }] },
      /has no recovery point/,
    ],
    [
      'it is quarantined',
      { points: [{ ...proven, quarantined: true }] },
      /has no recovery point/,
    ],
    [
      'it is damaged',
      { points: [{ ...proven, status: 'corrupt' }] },
      /has no recovery point/,
    ],
    [
      'the store is another one',
      { identityChanged: true },
      /another store than before/,
    ],
    [
      'a dependent began to deploy since',
      deployment({ startedAt: minutesAgo(3), finishedAt: minutesAgo(1) }),
      /deployment D1 of component:default\/billing began at 2026-03-01T11:57:00.000Z, after the state/,
    ],
    [
      'a dependent was gated since',
      deployment({ status: 'gated', gatedAt: minutesAgo(3) }),
      /deployment D1/,
    ],
    [
      'a dependent began while it was made',
      deployment({ startedAt: minutesAgo(6), finishedAt: minutesAgo(6) }),
      /deployment D1/,
    ],
    [
      'a dependent deploys still, whenever it began',
      deployment({ status: 'running', startedAt: minutesAgo(29) }),
      /deployment D1/,
    ],
    [
      'a dependent ended since',
      deployment({ startedAt: minutesAgo(29), finishedAt: minutesAgo(4) }),
      /deployment D1/,
    ],
    [
      'a dependent was abandoned behind an easy gate since',
      deployment({ status: 'abandoned', gatedAt: minutesAgo(4) }),
      /deployment D1/,
    ],
    [
      'a restore was switched over since',
      { restores: [{ switchedAt: minutesAgo(2), stateAt: minutesAgo(90) }] },
      /a restore was switched over/,
    ],
  ])('takes a fresh one when %s', (_, store, reason) => {
    const decided = plan(store);
    expect(decided.ground).toBe('fresh');
    expect(decided.reasons.join()).toMatch(reason);
  });

  it.each<[string, Partial<ReuseFacts>]>([
    [
      'a dependent that was through before',
      deployment({ startedAt: minutesAgo(20), finishedAt: minutesAgo(7) }),
    ],
    [
      'a deployment that was abandoned long ago',
      deployment({ status: 'abandoned' }),
    ],
    [
      'a restore from before',
      { restores: [{ switchedAt: minutesAgo(9), stateAt: minutesAgo(90) }] },
    ],
    [
      'a newer point that is not proven yet',
      {
        points: [
          { ...proven, id: 'P2', level: 'L0', stateAt: minutesAgo(1) },
          proven,
        ],
      },
    ],
  ])('is not disturbed by %s', (_, store) => {
    expect(plan(store)).toMatchObject({
      ground: 'reuse',
      points: [{ point: { id: 'P1' } }],
    });
  });

  it('uses points of all stores again or of none', () => {
    const stale = {
      ...orders,
      entityRef: 'resource:default/files',
      points: [],
    };
    expect(plan({}, { stores: [orders, stale] })).toEqual({
      ground: 'fresh',
      reasons: [
        'A fresh recovery point of every store is taken: resource:default/files has no recovery point that could be restored.',
      ],
    });
  });

  it('has nothing to use again for no store', () => {
    expect(plan({}, { stores: [] }).ground).toBe('fresh');
  });
});

describe('a gate of other modes', () => {
  it('takes a fresh point where it is required, whatever there is', () => {
    expect(plan({}, {}, required).ground).toBe('fresh');
  });

  it('asks for nothing where it is off, and says so', () => {
    expect(plan({}, {}, { ...required, mode: 'off' })).toEqual({
      ground: 'off',
      reasons: [
        'The gate is off in staging: nothing is saved before this deployment.',
      ],
    });
  });
});

describe('a pipeline that says that nothing changed that touches data', () => {
  const last = {
    id: 'D1',
    status: 'succeeded',
    gate: 'strict',
    gatedAt: minutesAgo(60),
  } as const;
  const unchanged = { rule: 'paths ["db/**"]\n\u001b[0K', deployments: [last] };

  it('goes without a recovery point, with its rule in words', () => {
    expect(plan({}, { unchanged }, required)).toEqual({
      ground: 'skipped',
      reasons: [
        'Nothing that touches data changed (paths ["db/**"] [0K): this deployment to staging goes without a recovery point.',
      ],
    });
  });

  it('is saved all the same where the policy says so', () => {
    expect(
      plan({}, { unchanged }, { ...required, whenUnchanged: 'save' }),
    ).toEqual({
      ground: 'fresh',
      reasons: [
        expect.stringMatching(/but the gate of staging saves all the same/),
        expect.stringMatching(/wants a fresh recovery point/),
      ],
    });
  });

  it('is saved where an earlier change never came through', () => {
    expect(
      plan(
        {},
        { unchanged: { ...unchanged, gateFailedAt: minutesAgo(5) } },
        required,
      ),
    ).toMatchObject({
      ground: 'fresh',
      reasons: [expect.stringMatching(/a gate failed at/), expect.anything()],
    });
  });

  it('breaks no glass and opens no gate that is off', () => {
    expect(
      plan({}, { unchanged, breakGlass: 'The database is down' }).ground,
    ).toBe('break-glass');
    expect(plan({}, { unchanged }, { ...required, mode: 'off' }).ground).toBe(
      'off',
    );
  });

  it('keeps a later gate from using an older recovery point again', () => {
    expect(
      plan({
        deployments: [
          {
            ...last,
            entityRef: 'component:default/orders',
            environment: 'staging',
            gatedAt: minutesAgo(1),
          },
        ],
      }).ground,
    ).toBe('fresh');
  });
});

describe('break-glass', () => {
  const why = 'The database is down; Dana decided';

  it('goes without a recovery point for a reason', () => {
    expect(plan({}, { breakGlass: why })).toMatchObject({
      ground: 'break-glass',
      reason: why,
      reasons: [expect.stringContaining(why)],
    });
  });

  it.each([
    ['no reason', ''],
    ['too short a reason', 'on fire'],
    [
      'a reason of blanks and what does not show',
      ` \n\t\u200b${' '.repeat(20)}`,
    ],
  ])('is refused for %s', (_, breakGlass) => {
    expect(plan({}, { breakGlass })).toMatchObject({
      ground: 'refused',
      code: 'break-glass-reason',
    });
  });

  it('is refused where the policy forbids it, before the reason is read', () => {
    expect(
      plan({}, { breakGlass: '' }, { ...reuse, breakGlass: 'forbidden' }),
    ).toMatchObject({
      ground: 'refused',
      code: 'break-glass-forbidden',
      reasons: [expect.stringMatching(/forbidden in staging/)],
    });
  });

  it('keeps the reason as words in one line', () => {
    const breakGlass =
      'line one\nsection_start:0:x\r\u001b[0K\u202etwo `$(id)` <b>';
    expect(plan({}, { breakGlass })).toMatchObject({
      reason: 'line one section_start:0:x [0K two `$(id)` <b>',
    });
    expect(plan({}, { breakGlass: 'x'.repeat(9_000) })).toMatchObject({
      reason: 'x'.repeat(500),
    });
  });

  it('is not needed where the gate is off', () => {
    expect(
      plan({}, { breakGlass: why }, { ...required, mode: 'off' }).ground,
    ).toBe('off');
  });
});
