import {
  type DirectPlan,
  type DirectPlanContent,
  directInboxPrefix,
  directPlanPrefix,
  directPlanSchema,
  findPlanProblems,
  planDirectPublication,
} from './directPlan';

const scope = {
  issuer: 'https://gitlab.example.com:8443',
  projectId: '42',
  environment: 'production',
};
const content: DirectPlanContent = {
  ...scope,
  key: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
  proofAudience: 'https://portal.example.com/direct',
  inbox: directInboxPrefix(scope),
  stores: [
    { instanceId: 'one', entityRef: 'resource:default/a', driver: 'postgres' },
    { instanceId: 'two', entityRef: 'resource:default/b', driver: 'postgres' },
  ],
  components: [],
  recipients: ['age1escrow', 'age1backend'],
  limits: {
    maxStoredBytes: 1e9,
    partSizeBytes: 16 * 1024 * 1024,
    maxPartsInFlight: 4,
  },
};
const plan = (changes: Partial<DirectPlan> = {}): DirectPlan => ({
  apiVersion: 'safepoint.dev/v1alpha1',
  kind: 'DirectPlan',
  id: '01K00000000000000000000001',
  issuedAt: '2026-11-20T00:00:00.000Z',
  expiresAt: '2026-11-24T00:00:00.000Z',
  ...content,
  ...changes,
});
const now = new Date('2026-11-21T00:00:00Z');
const validForSeconds = 4 * 86_400;

describe('a direct plan', () => {
  it('is of its own shape', () => {
    expect(directPlanSchema.parse(plan())).toEqual(plan());
    expect(
      directPlanSchema.safeParse({ ...plan(), recipients: [] }).success,
    ).toBe(false);
  });

  it('lies by host, project and environment', () => {
    expect(directPlanPrefix(scope)).toBe(
      '_plans/gitlab.example.com_8443/42/production',
    );
    expect(directInboxPrefix(scope)).toBe('_direct/gitlab.example.com_8443/42');
  });

  it.each<[string, Partial<DirectPlan>, string, string[]]>([
    ['is good', {}, '2026-11-21T00:00:00Z', []],
    [
      'is for another project',
      { projectId: '43' },
      '2026-11-21T00:00:00Z',
      ['its projectId is 43, not 42', expect.stringContaining('its inbox')],
    ],
    [
      'is for another environment',
      { environment: 'staging' },
      '2026-11-21T00:00:00Z',
      ['its environment is staging, not production'],
    ],
    [
      'is for another GitLab',
      { issuer: 'https://other.example.com' },
      '2026-11-21T00:00:00Z',
      [expect.stringContaining('its issuer'), expect.stringContaining('inbox')],
    ],
    [
      'sends elsewhere',
      { inbox: '_direct/gitlab.example.com_8443/43' },
      '2026-11-21T00:00:00Z',
      [expect.stringContaining('is not that of the project')],
    ],
    [
      'has expired at its very moment',
      {},
      '2026-11-24T00:00:00Z',
      ['it expired at 2026-11-24T00:00:00.000Z'],
    ],
    ['is read by a clock a bit slow', {}, '2026-11-19T23:56:00Z', []],
    [
      'is from the future',
      {},
      '2026-11-19T23:54:00Z',
      [expect.stringContaining('valid from')],
    ],
  ])('that %s', (_, changes, at, problems) => {
    expect(findPlanProblems(plan(changes), scope, new Date(at))).toEqual(
      problems,
    );
  });
});

describe('the publication of a plan', () => {
  const decide = (
    published: DirectPlan[],
    wanted: DirectPlanContent | undefined = content,
  ) => planDirectPublication({ published, wanted, validForSeconds, now });

  it('comes first when there is none', () => {
    expect(decide([])).toMatchObject({ publish: true, withdraw: [] });
  });

  it('rests while the newest is good for half of its time', () => {
    expect(
      decide([plan({ expiresAt: '2026-11-23T00:00:00.000Z' })]),
    ).toMatchObject({ publish: false, withdraw: [] });
    expect(
      decide([plan({ expiresAt: '2026-11-22T23:59:59.000Z' })]),
    ).toMatchObject({ publish: true, withdraw: [] });
  });

  it('does not mind another order', () => {
    const turned = plan({
      stores: [...content.stores].reverse(),
      recipients: [...content.recipients].reverse(),
    });
    expect(decide([turned]).publish).toBe(false);
  });

  it.each<[string, Partial<DirectPlan>]>([
    ['recipients', { recipients: ['age1escrow'] }],
    ['stores', { stores: [content.stores[0]] }],
    ['signing key', { key: { ...content.key, x: 'B'.repeat(43) } }],
    ['limits', { limits: { ...content.limits, maxStoredBytes: 5 } }],
  ])('replaces at once a plan of other %s', (_, changes) => {
    expect(decide([plan(changes)])).toMatchObject({
      publish: true,
      withdraw: [plan().id],
    });
  });

  it('withdraws what has expired and what is not allowed any more', () => {
    const expired = plan({ expiresAt: '2026-11-20T12:00:00.000Z' });
    expect(decide([expired])).toMatchObject({
      publish: true,
      withdraw: [expired.id],
    });
    expect(
      planDirectPublication({
        published: [plan()],
        wanted: undefined,
        validForSeconds,
        now,
      }),
    ).toMatchObject({ publish: false, withdraw: [plan().id] });
  });
});
