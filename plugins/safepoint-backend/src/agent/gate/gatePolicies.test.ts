import type { GatePolicy } from '@safepoint/backstage-plugin-safepoint-common';
import { IndexRebuilder } from '../../rebuild';
import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

const reason = 'The database is down; Dana decided.';

describe('a gate under its policy', () => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  const policy = (staging: Partial<GatePolicy>) => {
    bench.dependencies.config.gate.environments = { staging };
  };
  const confirm = async (receipt: string, claims = {}) =>
    bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002', ...claims }),
      receipt,
    );
  const pass = async (body = {}) => {
    const plan = await agent.open({
      trigger: 'pre-deploy',
      jobName: 'safepoint-before',
      ...body,
    });
    const { receipt } = await agent.finish(plan);
    return { plan, receipt: receipt! };
  };
  const findDeployment = (id: string) => bench.stores.deployments.find(id);

  describe('that uses recovery points again', () => {
    beforeEach(() => policy({ mode: 'reuse' }));

    const makeProvenPoint = async () => {
      const { point } = await agent.backUp();
      await bench.knex('recovery_points').update({ level: 'L3' });
      bench.advance(60);
      return point;
    };

    it('backs nothing up, holds the store, and stands on the proven point', async () => {
      const point = await makeProvenPoint();
      const { plan, receipt } = await pass();
      expect(plan).toMatchObject({
        backups: [],
        gate: {
          ground: 'reuse',
          reused: [{ recoveryPointId: point.id, level: 'L3' }],
          reasons: [expect.stringContaining(`recovery point ${point.id}`)],
        },
      });
      expect(receipt).toMatchObject({ ground: 'reuse' });
      await expect(
        agent.open({ trigger: 'scheduled' }, { pipeline_id: '800' }),
      ).rejects.toMatchObject({ name: 'StoreBusyError' });
      expect(await confirm(receipt.token)).toMatchObject({
        allowed: true,
        message: expect.stringContaining(point.id),
      });
      expect(await findDeployment(receipt.deploymentId)).toMatchObject({
        gate: 'strict',
        recoveryPointIds: [point.id],
        gateRecord: { ground: 'reuse', job: { name: 'safepoint-before' } },
      });
    });

    it('takes a fresh one when it is proven no further than it was promised', async () => {
      await agent.backUp();
      const plan = await agent.open({ trigger: 'pre-deploy' });
      expect(plan).toMatchObject({
        backups: [{}],
        gate: {
          ground: 'fresh',
          reasons: [expect.stringMatching(/proven to L0 only/)],
        },
      });
    });

    it('takes a fresh one when another service on the store was deployed since', async () => {
      await makeProvenPoint();
      bench.entitlements.dependsOn.set('component:default/billing', [
        'resource:default/orders-db',
      ]);
      const deployment = {
        id: '01JD0000000000000000000000',
        entityRef: 'component:default/billing',
        environment: 'staging',
        status: 'succeeded' as const,
        gate: 'none' as const,
        issuer: bench.issuer.url,
        projectId: '50',
        pipelineId: '60',
        recoveryPointIds: [],
        gatedAt: bench.clock.now,
        revision: 1,
      };
      await bench.stores.deployments.insert({
        ...deployment,
        id: '01JD0000000000000000000001',
        environment: 'testing',
      });
      expect((await pass()).plan.gate?.ground).toBe('reuse');
      await bench.services.outcomes.report(
        await bench.issuer.mint({ job_id: '7003' }),
        { environment: 'staging', outcome: 'failed' },
      );
      await bench.knex('deployments').del();
      await bench.stores.deployments.insert(deployment);
      const plan = await agent.open({ trigger: 'pre-deploy' });
      expect(plan.gate).toMatchObject({
        ground: 'fresh',
        reasons: [
          expect.stringMatching(
            /deployment 01JD0000000000000000000000 of component:default\/billing began/,
          ),
        ],
      });
      expect(plan.backups).toHaveLength(1);
    });

    it('does not open on a point that was damaged meanwhile', async () => {
      await makeProvenPoint();
      const plan = await agent.open({ trigger: 'pre-deploy' });
      await bench.knex('recovery_points').update({ status: 'corrupt' });
      await expect(agent.finish(plan)).rejects.toThrow(
        /cannot be restored any more/,
      );
      expect(await bench.knex('deployments')).toEqual([]);
    });
  });

  it('that is off records the deployment, and its receipt says so', async () => {
    policy({ mode: 'off' });
    const { plan, receipt } = await pass({ breakGlass: 'needless' });
    expect(plan).toMatchObject({ backups: [], gate: { ground: 'off' } });
    expect(receipt).toMatchObject({
      ground: 'off',
      reasons: [expect.stringMatching(/off in staging/)],
    });
    expect(await confirm(receipt.token)).toMatchObject({
      code: 'confirmed-without-point',
      message: expect.stringMatching(/^No recovery point stands behind/),
    });
    expect(await findDeployment(receipt.deploymentId)).toMatchObject({
      status: 'running',
      gate: 'off',
      recoveryPointIds: [],
    });
    policy({ mode: 'required' });
    expect(await confirm(receipt.token)).toMatchObject({
      allowed: false,
      code: 'policy-changed',
    });
  });

  describe('that lets the glass be broken', () => {
    const readRecords = async () => {
      const texts = [];
      for await (const { key } of bench.storage.listObjects('')) {
        const bytes = await bench.storage.readObject(key);
        if (bytes && key.endsWith('.json')) texts.push(String(bytes));
      }
      return texts.join('\n');
    };

    it('records, audits and alerts, and confirms without a recovery point', async () => {
      const { plan, receipt } = await pass({ breakGlass: `${reason}\n` });
      expect(plan).toMatchObject({
        backups: [],
        gate: { ground: 'break-glass' },
      });
      expect(bench.audits).toContainEqual(
        expect.objectContaining({
          eventId: 'gate-break-glass',
          meta: expect.objectContaining({ reason, by: 'dana', jobId: '7001' }),
        }),
      );
      expect(bench.alerts.raised).toEqual([
        expect.objectContaining({
          kind: 'gate-broken-glass',
          severity: 'critical',
          entityRef: 'component:default/orders',
          environment: 'staging',
          text: expect.stringContaining(reason),
        }),
      ]);
      expect(await confirm(receipt.token)).toMatchObject({
        allowed: true,
        message: `Break-glass by dana stands behind this deployment, without a recovery point. Reason given: ${reason}`,
      });
      const deployment = await findDeployment(receipt.deploymentId);
      expect(deployment).toMatchObject({
        gate: 'break-glass',
        status: 'running',
        gateRecord: { breakGlass: { reason, by: 'dana' } },
      });
      expect(await readRecords()).toContain(reason);
    });

    it('is remembered when the index is rebuilt from storage', async () => {
      const { receipt } = await pass({ breakGlass: reason });
      await confirm(receipt.token);
      const before = await findDeployment(receipt.deploymentId);
      await bench.knex('deployments').del();
      await new IndexRebuilder(bench.dependencies).rebuildIndex();
      expect(await findDeployment(receipt.deploymentId)).toEqual(before);
    });

    it('raises one alert however often the end of the run is told', async () => {
      const { plan } = await pass({ breakGlass: reason });
      await agent.finish(plan);
      expect(bench.alerts.raised).toHaveLength(1);
    });

    it('keeps the store from others all the same', async () => {
      await pass({ breakGlass: reason });
      await expect(
        agent.open({}, { pipeline_id: '800' }),
      ).rejects.toMatchObject({ name: 'StoreBusyError' });
    });

    it.each([
      ['too short a reason', { breakGlass: 'on fire' }, 'NotAllowedError'],
      [
        'a run that is no gate',
        { breakGlass: reason, trigger: 'manual' as const },
        'InputError',
      ],
    ])('refuses %s and changes nothing', async (_, body, name) => {
      await expect(
        agent.open({ trigger: 'pre-deploy', ...body }),
      ).rejects.toMatchObject({ name });
      expect(await bench.knex('runs')).toEqual([]);
      expect(bench.alerts.raised).toEqual([]);
    });

    it('refuses where it is forbidden, and audits who tried', async () => {
      policy({ breakGlass: 'forbidden' });
      await expect(
        agent.open({ trigger: 'pre-deploy', breakGlass: reason }),
      ).rejects.toThrow(/Break-glass is forbidden in staging/);
      expect(bench.audits).toContainEqual(
        expect.objectContaining({
          eventId: 'gate-break-glass',
          failed: expect.stringMatching(/forbidden/),
        }),
      );
    });

    it("does not tell a stranger whether another team's glass may be broken", async () => {
      bench.entitlements.bound.set('component:default/billing', ['50']);
      await expect(
        agent.open({
          trigger: 'pre-deploy',
          component: 'component:default/billing',
          breakGlass: reason,
        }),
      ).rejects.toThrow(/not entitled/);
    });
  });
});
