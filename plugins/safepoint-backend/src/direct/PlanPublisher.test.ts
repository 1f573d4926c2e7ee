import { findPlanProblems } from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateSigningKey,
  readDirectPlan,
  signDocument,
} from '@safepoint/engine';
import {
  component,
  createDirectBench,
  type DirectBench,
  entityRef,
  environment,
  readPlans,
} from './testUtils/createDirectBench';

describe('the publication of plans', () => {
  let bench: DirectBench;

  beforeEach(async () => {
    bench = await createDirectBench();
  });
  afterEach(() => bench.stop());

  it('signs a plan of what is confirmed and puts it where the job looks', async () => {
    await bench.publisher.publish();
    const [{ key, plan }] = await readPlans(bench);
    expect(key).toMatch(
      /^_plans\/127\.0\.0\.1_\d+\/42\/staging\/\w{26}\.json$/,
    );
    const { kid } = bench.signingKeys.current;
    const read = await readDirectPlan(plan, [kid]);
    expect(read).toMatchObject({
      stores: [{ instanceId: bench.instance.id, entityRef }],
      components: [{ entityRef: component, dependsOn: [entityRef] }],
      recipients: bench.dependencies.encryption.recipients.map(
        ({ recipient }) => recipient,
      ),
    });
    const scope = { issuer: bench.issuer.url, projectId: '42', environment };
    expect(findPlanProblems(read, scope, bench.clock.now)).toEqual([]);
  });

  it('holds no secret', async () => {
    await bench.publisher.publish();
    const text = JSON.stringify(await readPlans(bench));
    expect(text).not.toContain(bench.settings.signingKey.d);
    expect(text).not.toContain('AGE-SECRET-KEY');
  });

  it('rests while the plan is good, then renews it, then lets the old one go', async () => {
    await bench.publisher.publish();
    const [first] = await readPlans(bench);
    await bench.publisher.publish();
    expect(await readPlans(bench)).toEqual([first]);
    bench.advance(2 * 86_400 + 60);
    await bench.publisher.publish();
    expect(await readPlans(bench)).toHaveLength(2);
    bench.advance(2 * 86_400 + 60);
    await bench.publisher.publish();
    const keys = (await readPlans(bench)).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(keys).not.toContain(first.key);
  });

  it('leaves other environments alone', async () => {
    bench.dependencies.direct.environments = ['production'];
    await bench.publisher.publish();
    expect(await readPlans(bench)).toEqual([]);
  });

  it('withdraws at once what was revoked', async () => {
    await bench.publisher.publish();
    bench.entitlements.bound.delete(entityRef);
    await bench.publisher.publish();
    expect(await readPlans(bench)).toEqual([]);
  });

  it('lets no component be gated whose stores are not all in the plan', async () => {
    bench.entitlements.dependsOn.set(component, [
      entityRef,
      'resource:default/other-db',
    ]);
    await bench.publisher.publish();
    expect((await readPlans(bench))[0].plan.components).toEqual([]);
  });

  it('withdraws everything when direct mode is switched off', async () => {
    await bench.publisher.publish();
    bench.dependencies.direct.enabled = false;
    await bench.publisher.publish();
    expect(await readPlans(bench)).toEqual([]);
  });

  it('counts no plan that somebody else has put there', async () => {
    await bench.publisher.publish();
    const [{ key, plan }] = await readPlans(bench);
    await bench.storage.deleteObject(key);
    const forged = await signDocument(plan, await generateSigningKey());
    await bench.storage.createObject(key, Buffer.from(JSON.stringify(forged)));
    const publisher = new (bench.publisher.constructor as new (
      dependencies: typeof bench.dependencies,
    ) => typeof bench.publisher)(bench.dependencies);
    await publisher.publish();
    expect((await readPlans(bench)).map(found => found.key)).toContain(key);
    expect(await readPlans(bench)).toHaveLength(2);
  });
});
