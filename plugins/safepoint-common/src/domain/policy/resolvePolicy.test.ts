import type { Entity } from '@backstage/catalog-model';
import type { PolicyReading } from './RecoveryPolicy';
import { readRecoveryPolicy } from './readRecoveryPolicy';
import { type PolicyQuestion, resolvePolicy } from './resolvePolicy';
import { gold } from './testPolicies';

const entity = (policy?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'orders-db',
    ...(policy && { annotations: { 'safepoint.dev/policy': policy } }),
  },
  spec: { type: 'database' },
});

const platform: PolicyQuestion['platform'] = {
  objectives: {
    rpoSeconds: 86_400,
    rtoSeconds: 3_600,
    verifiedWithinSeconds: 604_800,
    verificationLevel: 'L3',
  },
  gate: { base: {}, environments: {} },
  approvals: { production: 1, otherwise: 0 },
};

function policies(...documents: object[]): Map<string, PolicyReading> {
  return new Map(
    documents.map(document => [
      `recoverypolicy:default/${
        (document as { metadata: { name: string } }).metadata.name
      }`,
      readRecoveryPolicy(document),
    ]),
  );
}

const silver = gold(
  {
    objectives: { rpo: 'PT4H', rto: 'PT2H', verifiedWithin: 'P30D' },
    backups: {
      schedule: { cron: '0 */3 * * *' },
      beforeDeploy: { mode: 'reuse', reuseWithin: 'PT30M' },
    },
    retention: { daily: 60 },
    drills: undefined,
    restores: { '*': { approvals: 1 } },
    notify: undefined,
  },
  'silver',
);

const floorSilver = {
  selectors: [
    { match: { kind: ['Component'] }, policy: 'recoverypolicy:default/gold' },
    { match: { type: ['database'] }, policy: 'recoverypolicy:default/silver' },
    { match: {}, policy: 'recoverypolicy:default/gold' },
  ],
  policies: policies(gold(), silver),
};

function resolve(question: Partial<PolicyQuestion> = {}) {
  return resolvePolicy({
    entity: entity(),
    environment: { name: 'staging', production: false },
    selectors: [],
    policies: new Map(),
    platform,
    ...question,
  });
}

const reasonOf = (resolved: ReturnType<typeof resolve>, rule: string) =>
  resolved.explanation.find(one => one.rule === rule);

it('is the safe default where no selector matches: nothing is scheduled, and it says so', () => {
  const resolved = resolve();
  expect(resolved.policy).toEqual({
    name: 'default',
    objectives: platform.objectives,
    backups: { baseline: true },
    gate: {
      mode: 'required',
      reuseWithinSeconds: 600,
      receiptValidForSeconds: 3_600,
      maxPointAgeSeconds: 3_600,
      breakGlass: 'allowed',
      whenUnchanged: 'skip',
    },
    retention: {
      last: 5,
      daily: 7,
      weekly: 4,
      monthly: 12,
      yearly: 1,
      pinDeploymentsSeconds: 2_592_000,
      immutableForSeconds: 0,
    },
    drills: {},
    approvals: { production: 1, otherwise: 0 },
    notify: ['owner'],
  });
  expect(resolved.floor).toBe(
    'No selector of safepoint.policies.selectors matches it.',
  );
  expect(resolved.problems).toEqual([]);
  expect(reasonOf(resolved, 'backups.schedule')).toEqual({
    rule: 'backups.schedule',
    value: 'none',
    from: 'default',
    reason:
      'No policy schedules backups here: recovery points come from deployments and from whoever asks for one.',
  });
});

it('is the policy of the first selector that matches, over the default', () => {
  const resolved = resolve(floorSilver);
  expect(resolved.policy).toMatchObject({
    name: 'silver',
    objectives: { rpoSeconds: 14_400, verificationLevel: 'L3' },
    backups: { schedule: { cron: '0 */3 * * *', timezone: 'UTC' } },
    gate: { mode: 'reuse', reuseWithinSeconds: 1_800 },
    retention: { last: 5, daily: 60, monthly: 0 },
    approvals: { production: 1, otherwise: 1 },
    notify: ['owner'],
  });
  expect(resolved.floor).toBe(
    'Selector 2 of safepoint.policies.selectors (type: database) gives it silver.',
  );
  expect(reasonOf(resolved, 'objectives.rpo')).toEqual({
    rule: 'objectives.rpo',
    value: '4 hours',
    from: 'policy',
    reason: 'silver says so.',
  });
});

it('takes of the annotation what is stronger, and says what it does not take', () => {
  const resolved = resolve({ ...floorSilver, entity: entity('gold') });
  expect(resolved.policy).toMatchObject({
    name: 'silver',
    strengthenedBy: 'gold',
    objectives: { rpoSeconds: 3_600, verifiedWithinSeconds: 604_800 },
    backups: { schedule: { cron: '0 * * * *' } },
    gate: { mode: 'required', reuseWithinSeconds: 600 },
    retention: { daily: 60, monthly: 12 },
    approvals: { production: 2, otherwise: 1 },
    approvers: { production: ['group:default/sre'] },
    notify: ['owner', 'group:default/sre'],
  });
  expect(reasonOf(resolved, 'objectives.rpo')).toEqual({
    rule: 'objectives.rpo',
    value: '1 hour',
    from: 'annotation',
    reason:
      'The annotation names gold, which says so. It is stronger than 4 hours.',
  });
  expect(resolved.ignored).toEqual([
    {
      rule: 'retention.daily',
      value: '7',
      reason: 'It is not stronger than 60, which holds.',
    },
    {
      rule: 'restores.*.approvals',
      value: '0',
      reason: 'It is not stronger than 1, which holds.',
    },
  ]);
});

it('is not weakened by the annotation of a weaker policy', () => {
  const strong = {
    selectors: [floorSilver.selectors[2]],
    policies: floorSilver.policies,
  };
  const without = resolve(strong).policy;
  const { policy, ignored } = resolve({ ...strong, entity: entity('silver') });
  expect(policy.objectives).toEqual(without.objectives);
  expect(policy.gate).toEqual(without.gate);
  expect(ignored.map(({ rule }) => rule)).toContain(
    'backups.beforeDeploy.mode',
  );
});

it.each([
  ['nothing', 'is not in the catalog'],
  ['broken', 'is not valid: spec.objectives.rpo'],
])(
  'stands on the safe default where a selector names %s, and says so',
  (name, problem) => {
    const broken = gold({ objectives: { rpo: '1h' } }, 'broken');
    const selectors = [{ match: {}, policy: `recoverypolicy:default/${name}` }];
    const resolved = resolve({ selectors, policies: policies(broken) });
    expect(resolved.policy).toEqual(resolve().policy);
    expect(resolved.problems).toEqual([expect.stringContaining(problem)]);
    expect(resolved.floor).toContain('which cannot be used');
  },
);

it.each([
  ['nothing', 'is not in the catalog'],
  ['a b/c:d', 'is no name of a policy'],
  ['component:default/x', 'is no name of a policy'],
])(
  "keeps the floor where the annotation is '%s', and says so",
  (name, problem) => {
    const resolved = resolve({ ...floorSilver, entity: entity(name) });
    expect(resolved.policy).toEqual(resolve(floorSilver).policy);
    expect(resolved.problems).toEqual([expect.stringContaining(problem)]);
  },
);

describe('what app-config says of gates and approvals', () => {
  const production = { name: 'Production', production: true };
  const off = gold({
    backups: { beforeDeploy: { mode: 'off', breakGlass: 'allowed' } },
  });
  const selectors = [{ match: {}, policy: 'recoverypolicy:default/gold' }];

  it('leaves to a policy what it does not speak of', () => {
    expect(
      resolve({ selectors, policies: policies(off) }).policy.gate,
    ).toMatchObject({ mode: 'off', breakGlass: 'allowed' });
  });

  it('keeps production closed, whatever a policy says', () => {
    const resolved = resolve({
      selectors,
      policies: policies(off),
      environment: production,
    });
    expect(resolved.policy.gate).toMatchObject({
      mode: 'required',
      breakGlass: 'forbidden',
      whenUnchanged: 'save',
    });
    expect(reasonOf(resolved, 'backups.beforeDeploy.mode')).toEqual({
      rule: 'backups.beforeDeploy.mode',
      value: 'required',
      from: 'app-config',
      reason:
        'App-config sets a floor for every policy. It is stronger than off.',
    });
  });

  it('is a floor where it speaks, also of production', () => {
    const gate = {
      base: { mode: 'reuse' as const },
      environments: { production: { mode: 'reuse' as const } },
    };
    const of = (environment: PolicyQuestion['environment']) =>
      resolve({
        selectors,
        policies: policies(off),
        environment,
        platform: { ...platform, gate },
      }).policy.gate.mode;
    expect(of(production)).toBe('reuse');
    expect(of({ name: 'staging', production: false })).toBe('reuse');
  });

  it('needs as many approvals as it says', () => {
    const resolved = resolve({
      selectors,
      policies: policies(gold()),
      platform: { ...platform, approvals: { production: 3, otherwise: 1 } },
    });
    expect(resolved.policy.approvals).toEqual({ production: 3, otherwise: 1 });
  });

  it('lets nothing be used again that the deploy job refuses', () => {
    const reuse = gold({
      backups: { beforeDeploy: { mode: 'reuse', reuseWithin: 'PT30M' } },
    });
    const resolved = resolve({
      selectors,
      policies: policies(reuse),
      platform: {
        ...platform,
        gate: { base: { maxPointAgeSeconds: 600 }, environments: {} },
      },
    });
    expect(resolved.policy.gate).toMatchObject({
      reuseWithinSeconds: 300,
      maxPointAgeSeconds: 600,
    });
  });
});

it('says where two policies promise together what no schedule keeps', () => {
  const tight = gold(
    { objectives: { rpo: 'PT5M' }, backups: undefined, drills: undefined },
    'tight',
  );
  const resolved = resolve({
    selectors: [floorSilver.selectors[1]],
    policies: policies(silver, tight),
    entity: entity('tight'),
  });
  expect(resolved.policy.objectives.rpoSeconds).toBe(300);
  expect(resolved.problems).toEqual([
    "rpo is 5 minutes, but the schedule '0 */3 * * *' (UTC) leaves 3 hours between points; let the policy that sets rpo bring a schedule, too.",
  ]);
});

it('is the default for what the catalog does not know', () => {
  const resolved = resolve({ ...floorSilver, entity: undefined });
  expect(resolved.policy.name).toBe('default');
  expect(resolved.floor).toBe('The catalog does not know it.');
});
