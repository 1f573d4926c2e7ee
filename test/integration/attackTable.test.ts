import { setTimeout as sleep } from 'node:timers/promises';
import { AttackWorld, maxPointAgeSeconds } from '../support/attack/AttackWorld';
import type { HeldPipeline } from '../support/attack/HeldPipelines';
import { requireServer } from '../support/servers';

jest.setTimeout(240_000);

interface Attack {
  what: string;
  /** Tries it; `receipt` is the good one of the pipeline's own gate. */
  attempt(
    world: AttackWorld,
    pipeline: HeldPipeline,
    receipt: string,
  ): Promise<{ status: number; text: string }>;
  answer: RegExp;
  /** What the line of the audit log says. */
  audit: { event: string; says: RegExp };
}

const unknown = /^This pipeline holds no recovery point under that receipt/;
const stranger = /^This job is not entitled to do this\./;
const used =
  /^This receipt has let a deployment start before, and each deployment needs its own recovery point\. Run the job 'before' of this pipeline again \(http.*\/shop\/orders\/-\/jobs\/\d+\), then this job\./;

const attacks: Attack[] = [
  {
    what: 'a receipt that a dotenv report of the consumer made up',
    attempt: async (world, pipeline) => {
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      return world.confirm(deploy.token, 'x'.repeat(43));
    },
    answer: unknown,
    audit: { event: 'gate-confirm', says: /unknown-receipt/ },
  },
  {
    what: 'no receipt at all',
    attempt: async (world, pipeline) => {
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      return world.confirm(deploy.token, '');
    },
    answer: unknown,
    audit: { event: 'gate-confirm', says: /unknown-receipt/ },
  },
  {
    what: 'the receipt of another pipeline of the same project',
    attempt: async (world, _, receipt) => {
      const other = await world.startPipeline();
      const deploy = await world.pipelines.play(other, 'deploy');
      return world.confirm(deploy.token, receipt);
    },
    answer: unknown,
    audit: { event: 'gate-confirm', says: /unknown-receipt/ },
  },
  {
    what: 'the receipt of production in a job of staging',
    attempt: async (world, pipeline, receipt) => {
      const staging = await world.pipelines.play(pipeline, 'staging');
      return world.confirm(staging.token, receipt);
    },
    answer: unknown,
    audit: { event: 'gate-confirm', says: /unknown-receipt/ },
  },
  {
    what: 'the receipt in a pipeline of another project',
    attempt: async (world, _, receipt) => {
      const other = await world.startStrangersPipeline();
      const deploy = await world.pipelines.play(other, 'deploy');
      return world.confirm(deploy.token, receipt);
    },
    answer: unknown,
    audit: { event: 'gate-confirm', says: /unknown-receipt/ },
  },
  {
    what: 'a token that GitLab did not sign',
    attempt: async (world, pipeline, receipt) => {
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      const claims = world.gitlab.claimsOf(deploy.id, world.portal.url);
      const forged = world.gitlab.mintToken(claims, { key: 'other' });
      return world.confirm(forged, receipt);
    },
    answer: stranger,
    audit: { event: 'job-refused', says: /token-invalid/ },
  },
  {
    what: 'the token of a job that is over',
    attempt: async (world, pipeline, receipt) => {
      await world.pipelines.letGo(pipeline, 'report');
      return world.confirm(pipeline.report.token, receipt);
    },
    answer: stranger,
    audit: { event: 'job-refused', says: /job-not-running|not-running/ },
  },
  {
    what: 'a receipt that has let another job start',
    attempt: async (world, pipeline, receipt) => {
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      const first = await world.confirm(deploy.token, receipt);
      expect(first).toMatchObject({ status: 200 });
      const second = await world.pipelines.play(pipeline, 'second deploy');
      return world.confirm(second.token, receipt);
    },
    answer: used,
    audit: { event: 'gate-confirm', says: /receipt-used/ },
  },
  {
    what: 'an old deploy job run again with its old receipt',
    attempt: async (world, pipeline, receipt) => {
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      await world.confirm(deploy.token, receipt);
      await world.report(pipeline.before, 'succeeded');
      await world.pipelines.letGo(pipeline, 'deploy');
      const again = await world.pipelines.again(pipeline, 'deploy');
      return world.confirm(again.token, receipt);
    },
    answer: used,
    audit: { event: 'gate-confirm', says: /receipt-used/ },
  },
  {
    what: 'a job that starts after its recovery point has grown too old',
    attempt: async (world, pipeline, receipt) => {
      await sleep((maxPointAgeSeconds + 1) * 1000);
      const deploy = await world.pipelines.play(pipeline, 'deploy');
      return world.confirm(deploy.token, receipt);
    },
    answer:
      /^The recovery point is \d+ seconds old; this gate accepts 20 seconds\. Run the job 'before' of this pipeline again \(http.*\/jobs\/\d+\), then this job\./,
    audit: { event: 'gate-confirm', says: /point-too-old/ },
  },
];

requireServer('postgres')('the attack table', () => {
  let world: AttackWorld;

  beforeAll(async () => {
    world = await AttackWorld.start();
    // A project is bound, and so its deployments are watched, from its first gate on.
    const first = await world.startPipeline();
    await world.gate(first.before);
    await world.leave(first);
  });
  afterAll(() => world?.stop());

  it.each(attacks)('refuses and audits $what', async attack => {
    const { event, says } = attack.audit;
    const pipeline = await world.startPipeline();
    const receipt = await world.gate(pipeline.before);
    const before = await world.readAudit(event);
    const { status, text } = await attack.attempt(world, pipeline, receipt);
    expect(text).toMatch(attack.answer);
    expect(text).not.toContain('stands behind this deployment');
    expect(status).toBe(403);
    const audited = (await world.readAudit(event)).slice(before.length);
    expect(audited.join('\n')).toMatch(says);
    expect(audited.join('\n')).not.toContain(receipt);
    await world.leave(pipeline);
  });

  it('skips nothing in production for a pipeline that says nothing changed', async () => {
    const pipeline = await world.startPipeline();
    const tried = await world.runAgent(pipeline.before, [
      'backup',
      ...['--trigger', 'pre-deploy', '--unchanged', 'nothing under ["none"]'],
    ]);
    expect(tried.code).toBe(0);
    expect(tried.output).toContain('the gate of production saves all the same');
    const { deployments } = await world.see();
    expect(deployments[0]).toMatchObject({ gate: 'stage', ground: 'fresh' });
    expect(deployments[0].recoveryPointIds).toHaveLength(1);
    await world.leave(pipeline);
  });

  it('lets the job go on when what expired was renewed as it was told', async () => {
    const pipeline = await world.startPipeline();
    const old = await world.gate(pipeline.before);
    const deploy = await world.pipelines.play(pipeline, 'deploy');
    await sleep((maxPointAgeSeconds + 1) * 1000);
    expect(await world.confirm(deploy.token, old)).toMatchObject({
      status: 403,
    });
    await world.pipelines.letGo(pipeline, 'before');
    const renewed = await world.gate(
      await world.pipelines.again(pipeline, 'before'),
    );
    expect(await world.confirm(deploy.token, renewed)).toEqual({
      status: 200,
      text: expect.stringMatching(/stands behind this deployment/),
    });
    await world.report(pipeline.report, 'failed');
  });

  it("sees a consumer's own `needs` that drop the gate: the job began before it", async () => {
    const pipeline = await world.startPipeline();
    const deploy = await world.pipelines.play(pipeline, 'deploy');
    await world.gate(pipeline.before);
    await world.pipelines.letGo(pipeline, 'deploy');
    await world.report(pipeline.before, 'succeeded');
    const { deployments, gate } = await world.see();
    const passed = deployments.find(({ jobUrl }) =>
      jobUrl?.endsWith(`/${deploy.id}`),
    );
    expect(passed).toMatchObject({ gate: 'none' });
    expect(gate).toMatchObject({ kind: 'bypass' });
    expect((await world.readAudit('gate-bypassed')).join('\n')).toContain(
      'component:default/orders',
    );
  });

  it('sees a pipeline without the gate as a bypass', async () => {
    const pipeline = await world.startPipeline();
    await world.report(pipeline.before, 'succeeded');
    const { deployments, gate } = await world.see();
    expect(deployments[0]).toMatchObject({ gate: 'none' });
    expect(gate).toMatchObject({
      kind: 'bypass',
      deploymentId: deployments[0].id,
    });
  });

  it('breaks no glass in production, whatever the reason', async () => {
    const pipeline = await world.startPipeline();
    const tried = await world.runAgent(
      pipeline.before,
      ['backup', '--trigger', 'pre-deploy'],
      { SAFEPOINT_BREAK_GLASS: 'I really, really want to; $(id)' },
    );
    expect(tried.code).toBe(3);
    expect(tried.output).toMatch(/Break-glass is forbidden in production/);
    const audited = (await world.readAudit('gate-break-glass')).join('\n');
    expect(audited).toContain('I really, really want to; $(id)');
    expect(audited).toMatch(/failed/);
  });
});
