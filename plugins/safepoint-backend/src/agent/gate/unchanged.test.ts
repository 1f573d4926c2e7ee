import type { GatePolicy } from '@safepoint/backstage-plugin-safepoint-common';
import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

const unchanged = 'nothing under ["migrations/**/*"]';

describe.each(testGrounds())(
  'a gate whose pipeline says that nothing changed that touches data, on $name',
  ground => {
    let bench: Workbench;
    let agent: FakeAgent;

    beforeEach(async () => {
      bench = await ground.createWorkbench();
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
    /** A deployment through a full gate, with its outcome. */
    const deploy = async (outcome: 'succeeded' | 'failed') => {
      const pipeline = { pipeline_id: '600' };
      const { receipt } = await agent.backUp(
        { trigger: 'pre-deploy' },
        pipeline,
      );
      await confirm(receipt!.token, { ...pipeline, job_id: '6002' });
      await bench.services.outcomes.report(await bench.issuer.mint(pipeline), {
        environment: 'staging',
        outcome,
      });
      bench.advance(60);
    };
    const skip = (claims = {}) =>
      agent.open({ trigger: 'pre-deploy', unchanged }, claims);

    it('lets it go without a recovery point, and shows it as not gated by wish', async () => {
      await deploy('succeeded');
      const plan = await skip();
      expect(plan).toMatchObject({
        backups: [],
        gate: {
          ground: 'skipped',
          reasons: [expect.stringContaining(unchanged)],
        },
      });
      const { receipt } = await agent.finish(plan);
      expect(receipt).toMatchObject({ ground: 'skipped' });
      expect(await confirm(receipt!.token)).toMatchObject({
        allowed: true,
        code: 'confirmed-without-point',
      });
      expect(
        await bench.stores.deployments.find(receipt!.deploymentId),
      ).toMatchObject({
        gate: 'skipped',
        status: 'running',
        recoveryPointIds: [],
        gateRecord: {
          ground: 'skipped',
          reasons: [expect.stringContaining(unchanged)],
        },
      });
    });

    it('holds no store, and leaves no baseline but its outcome', async () => {
      await deploy('succeeded');
      const { receipt } = await agent.finish(await skip());
      await confirm(receipt!.token);
      const scheduled = await agent.open(
        { trigger: 'scheduled' },
        { pipeline_id: '800' },
      );
      const baseline = await agent.open({ trigger: 'baseline' });
      expect(baseline).toMatchObject({
        backups: [],
        gate: { reasons: [expect.stringContaining('leaves no baseline')] },
      });
      await agent.finish(baseline);
      expect(
        await bench.stores.deployments.find(receipt!.deploymentId),
      ).toMatchObject({ status: 'succeeded' });
      await agent.finish(scheduled, 'failed');
    });

    it('is full where the policy saves all the same, as in production without a word', async () => {
      await deploy('succeeded');
      policy({ whenUnchanged: 'save' });
      expect(await skip()).toMatchObject({
        backups: [{}],
        gate: { ground: 'fresh' },
      });
      expect(
        await skip({
          environment: 'production',
          environment_protected: 'true',
        }),
      ).toMatchObject({ backups: [{}], gate: { ground: 'fresh' } });
    });

    it('is full where nothing went through it before', async () => {
      expect(await skip()).toMatchObject({
        gate: {
          ground: 'fresh',
          reasons: [
            expect.stringContaining('no deployment went through'),
            expect.anything(),
          ],
        },
      });
    });

    it('is full after a deployment that failed', async () => {
      await deploy('failed');
      expect(await skip()).toMatchObject({ gate: { ground: 'fresh' } });
    });

    it('is full after a gate that could not save, whose changes are still to come', async () => {
      await deploy('succeeded');
      const failed = await agent.open(
        { trigger: 'pre-deploy' },
        { pipeline_id: '650' },
      );
      await agent.finish(failed, 'failed');
      expect(await skip()).toMatchObject({
        gate: {
          ground: 'fresh',
          reasons: [
            expect.stringContaining('a gate failed'),
            expect.anything(),
          ],
        },
      });
    });

    it('is followed by a full one, whatever may be used again', async () => {
      policy({ mode: 'reuse' });
      await deploy('succeeded');
      await agent.backUp();
      await bench.knex('recovery_points').update({ level: 'L3' });
      bench.advance(30);
      const { receipt } = await agent.finish(await skip());
      await confirm(receipt!.token);
      await agent.finish(await agent.open({ trigger: 'baseline' }));
      expect(
        await agent.open({ trigger: 'pre-deploy' }, { pipeline_id: '702' }),
      ).toMatchObject({ backups: [{}], gate: { ground: 'fresh' } });
    });

    it('is not held by a receipt where the policy became stricter', async () => {
      await deploy('succeeded');
      const { receipt } = await agent.finish(await skip());
      policy({ whenUnchanged: 'save' });
      expect(await confirm(receipt!.token)).toMatchObject({
        allowed: false,
        code: 'policy-changed',
      });
    });

    it('is for whoever may deploy the component, and for pre-deploy only', async () => {
      await deploy('succeeded');
      await expect(
        skip({ project_id: '43', job_project_id: '43' }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
      await expect(
        agent.open({ trigger: 'baseline', unchanged }),
      ).rejects.toMatchObject({ name: 'InputError' });
    });
  },
);
