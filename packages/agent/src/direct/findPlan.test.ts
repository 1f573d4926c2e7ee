import type { DirectPlan } from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateSigningKey,
  type SigningKey,
  signDocument,
} from '@safepoint/engine';
import { chooseDirectScope } from './chooseDirectScope';
import { findPlan, type PlanStorage } from './findPlan';

const claims = {
  issuer: 'https://gitlab.example.com',
  audience: 'https://portal.example.com/direct',
  projectId: '42',
  environment: 'production',
  expiresAt: new Date('2026-11-21T01:00:00Z'),
};
const prefix = '_plans/gitlab.example.com/42/production';
const context = {
  now: new Date('2026-11-21T00:00:00Z'),
  signal: new AbortController().signal,
};
const store = (name: string) => ({
  instanceId: name,
  entityRef: `resource:default/${name}`,
  driver: 'postgres',
});
const ids = ['01K00000000000000000000001', '01K00000000000000000000002'];

describe('the plan of a job', () => {
  let key: SigningKey;
  let objects: Map<string, string>;
  beforeEach(async () => {
    key = await generateSigningKey();
    objects = new Map();
  });

  const plan = (changes: Partial<DirectPlan> = {}): DirectPlan => ({
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'DirectPlan',
    id: ids[0],
    issuedAt: '2026-11-20T00:00:00.000Z',
    expiresAt: '2026-11-24T00:00:00.000Z',
    key: { kty: 'OKP', crv: 'Ed25519', x: key.x },
    issuer: claims.issuer,
    projectId: '42',
    environment: 'production',
    proofAudience: claims.audience,
    inbox: '_direct/gitlab.example.com/42',
    stores: [store('a'), store('b')],
    components: [
      {
        entityRef: 'component:default/shop',
        dependsOn: ['resource:default/a', 'resource:default/b'],
      },
    ],
    recipients: ['age1escrow'],
    limits: {
      maxStoredBytes: 1e9,
      partSizeBytes: 16 * 1024 * 1024,
      maxPartsInFlight: 4,
    },
    ...changes,
  });
  const put = async (value: DirectPlan, by = key) => {
    const signed = await signDocument(value, by);
    objects.set(`${prefix}/${value.id}.json`, JSON.stringify(signed));
  };
  const storage: PlanStorage = {
    async *listObjects(below) {
      for (const name of objects.keys()) {
        if (name.startsWith(below)) yield { key: name };
      }
    },
    async readObject(name) {
      const text = objects.get(name);
      return text === undefined ? undefined : Buffer.from(text);
    },
  };
  const find = () =>
    findPlan(storage, { signingKeys: [key.kid] }, claims, context);
  const missing = (why: RegExp) =>
    expect.objectContaining({
      kind: 'portal-plan-missing',
      message: expect.stringMatching(why),
    });

  it('is the newest good one', async () => {
    await put(plan());
    await put(plan({ id: ids[1], recipients: ['age1new'] }));
    const found = await find();
    expect(found.plan.id).toBe(ids[1]);
    expect(found.signed).toHaveProperty('signature');
  });

  it('is an older one where somebody has put a forged one on top', async () => {
    await put(plan());
    await put(
      plan({ id: ids[1], recipients: ['age1attacker'] }),
      await generateSigningKey(),
    );
    expect((await find()).plan.recipients).toEqual(['age1escrow']);
  });

  it('is none where there is none, and says what may be the reason', async () => {
    await expect(find()).rejects.toEqual(missing(/no good plan/));
  });

  it.each<[string, Partial<DirectPlan>, RegExp]>([
    ['has expired', { expiresAt: '2026-11-20T23:00:00.000Z' }, /expired/],
    ['is for another project', { projectId: '43' }, /projectId is 43/],
    ['is for another environment', { environment: 'staging' }, /staging/],
    [
      'wants another token',
      { proofAudience: 'https://x/direct' },
      /a token for/,
    ],
  ])('is not one that %s', async (_, changes, why) => {
    await put(plan(changes));
    await expect(find()).rejects.toEqual(missing(why));
  });

  it('is not what is no plan at all', async () => {
    objects.set(`${prefix}/${ids[0]}.json`, 'nothing');
    await expect(find()).rejects.toEqual(missing(/no JSON/));
  });

  it('covers everything that a gate needs', async () => {
    const scope = chooseDirectScope(plan(), {
      trigger: 'pre-deploy',
      stores: ['resource:default/a', 'resource:default/b'],
    });
    expect(scope).toEqual({
      stores: plan().stores,
      component: 'component:default/shop',
    });
  });

  it('leaves a backup without a deployment to what is asked for', async () => {
    expect(
      chooseDirectScope(plan({ components: [] }), {
        trigger: 'manual',
        stores: ['resource:default/b'],
      }),
    ).toEqual({ stores: [store('b')] });
  });

  it.each<[string, Partial<DirectPlan>, string[], RegExp]>([
    [
      'a store is unknown',
      {},
      ['resource:default/c'],
      /does not name .*\/c.*lacks/,
    ],
    ['a store is left out', {}, ['resource:default/a'], /lacks .*\/b/],
    [
      'it may gate nothing',
      { components: [] },
      ['resource:default/a'],
      /no deployment/,
    ],
    [
      'it may gate several',
      {
        components: ['one', 'two'].map(name => ({
          entityRef: `component:default/${name}`,
          dependsOn: [],
        })),
      },
      ['resource:default/a'],
      /several components/,
    ],
  ])('gates nothing where %s', async (_, changes, stores, why) => {
    expect(() =>
      chooseDirectScope(plan(changes), { trigger: 'pre-deploy', stores }),
    ).toThrow(why);
  });
});
