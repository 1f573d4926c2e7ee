import { type DirectPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { generateSigningKey, publicKeySet, signDocument } from '../manifest';
import { readDirectPlan } from './readDirectPlan';

async function makePlan() {
  const key = await generateSigningKey();
  const plan: DirectPlan = {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'DirectPlan',
    id: '01K00000000000000000000001',
    issuedAt: '2026-11-20T00:00:00.000Z',
    expiresAt: '2026-11-24T00:00:00.000Z',
    key: { kty: 'OKP', crv: 'Ed25519', x: key.x },
    issuer: 'https://gitlab.example.com',
    projectId: '42',
    environment: 'production',
    proofAudience: 'https://portal.example.com/direct',
    inbox: '_direct/gitlab.example.com/42',
    stores: [
      { instanceId: 'a', entityRef: 'resource:default/a', driver: 'postgres' },
    ],
    components: [],
    recipients: ['age1escrow'],
    limits: {
      maxStoredBytes: 1e9,
      partSizeBytes: 16 * 1024 * 1024,
      maxPartsInFlight: 4,
    },
  };
  return { key, plan, signed: await signDocument(plan, key) };
}

const refused = (why: RegExp) =>
  expect.objectContaining({
    kind: 'portal-plan-invalid',
    message: expect.stringMatching(why),
  });

describe('a plan of direct mode', () => {
  it('is believed by the thumbprint of its key', async () => {
    const { key, plan, signed } = await makePlan();
    expect(await readDirectPlan(signed, ['other', key.kid])).toEqual(plan);
  });

  it('is believed by a pinned public key', async () => {
    const { key, plan, signed } = await makePlan();
    const { keys } = await publicKeySet([key]);
    expect(await readDirectPlan(signed, keys)).toEqual(plan);
  });

  it('is not believed because it brings its own key', async () => {
    const { signed } = await makePlan();
    const { key: another } = await makePlan();
    await expect(readDirectPlan(signed, [another.kid])).rejects.toEqual(
      refused(/not pinned/),
    );
    await expect(readDirectPlan(signed, [])).rejects.toEqual(
      refused(/not pinned/),
    );
  });

  it('is not believed when its key is exchanged for the pinned one', async () => {
    const honest = await makePlan();
    const attacker = await makePlan();
    const forged = await signDocument(
      { ...attacker.plan, key: honest.plan.key },
      { ...attacker.key, kid: honest.key.kid },
    );
    await expect(readDirectPlan(forged, [honest.key.kid])).rejects.toEqual(
      refused(/changed after/),
    );
  });

  it.each<[string, RegExp, (plan: { signature?: unknown }) => unknown]>([
    ['unsigned', /no signature/, ({ signature: _, ...rest }) => rest],
    ['no object', /no signature/, () => 'plan'],
    ['changed', /changed/, plan => ({ ...plan, recipients: ['age1mine'] })],
  ])('is not believed when it is %s', async (_, why, change) => {
    const { key, signed } = await makePlan();
    await expect(readDirectPlan(change(signed), [key.kid])).rejects.toEqual(
      refused(why),
    );
  });

  it('names what a newer form has that this version does not read', async () => {
    const { key, plan } = await makePlan();
    const newer = await signDocument({ ...plan, limits: {} }, key);
    await expect(readDirectPlan(newer, [key.kid])).rejects.toEqual(
      refused(/limits\.maxStoredBytes/),
    );
  });
});
