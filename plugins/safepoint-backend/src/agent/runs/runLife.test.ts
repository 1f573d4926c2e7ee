import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

describe.each(testGrounds())('a run of the agent on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  describe('staying alive', () => {
    it('is renewed by heartbeats', async () => {
      const plan = await agent.open();
      bench.advance(200);
      const renewed = await bench.services.heartbeats.renew(
        await agent.run(plan),
      );
      expect(renewed.leaseExpiresAt).toBe(
        new Date(bench.clock.now.getTime() + 300_000).toISOString(),
      );
      bench.advance(200);
      await bench.services.sweeper.sweep();
      expect(await agent.run(plan)).toMatchObject({ status: 'open' });
    });

    it('is lost when nothing more is heard: the point is lost, its parts and its lease are gone', async () => {
      const plan = await agent.open();
      await agent.upload(plan);
      bench.advance(301);
      await bench.services.sweeper.sweep();
      const [backup] = plan.backups!;
      expect(
        await bench.stores.points.find(backup.recoveryPointId),
      ).toMatchObject({ status: 'lost', problem: { kind: 'run-lost' } });
      expect(await bench.knex('uploads')).toHaveLength(0);
      const uploads = [];
      for await (const upload of bench.storage.listUploads('')) {
        uploads.push(upload);
      }
      expect(uploads).toEqual([]);
      await expect(
        bench.services.heartbeats.renew(await agent.run(plan)),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      await expect(agent.open()).resolves.toMatchObject({
        backups: [{ leaseTicket: 2 }],
      });
    });

    it('fences off a former holder of the lease', async () => {
      const slow = await agent.open();
      const draft = await agent.upload(slow);
      bench.advance(301);
      // Nobody has swept; the lease alone has run out and is taken.
      await agent.open();
      await expect(agent.complete(slow, draft)).rejects.toMatchObject({
        name: 'ConflictError',
      });
    });
  });

  describe('finishing', () => {
    it('is refused as succeeded while a point is not available', async () => {
      const plan = await agent.open();
      await expect(agent.finish(plan)).rejects.toThrow(/is pending/);
    });

    it.each(['succeeded', 'failed'] as const)(
      'is done once when it arrives twice at once: %s',
      async outcome => {
        const plan = await agent.open({ trigger: 'pre-deploy' });
        await agent.complete(plan, await agent.upload(plan));
        const run = await agent.run(plan);
        const finish = () => bench.services.finisher.finish(run, { outcome });
        const answers = await Promise.all([finish(), finish()]);
        expect(answers).toEqual([
          expect.objectContaining({ runId: plan.runId }),
          expect.objectContaining({ runId: plan.runId }),
        ]);
        const again = await agent.finish(plan, outcome);
        expect(Boolean(again.receipt)).toBe(outcome === 'succeeded');
        await expect(
          agent.finish(plan, outcome === 'failed' ? 'succeeded' : 'failed'),
        ).rejects.toThrow(/is over already/);
      },
    );

    it('fails what is unfinished and frees the store', async () => {
      const plan = await agent.open();
      await agent.upload(plan);
      await agent.finish(plan, 'failed');
      expect(
        await bench.stores.points.find(plan.backups![0].recoveryPointId),
      ).toMatchObject({ status: 'failed' });
      await expect(agent.open()).resolves.toBeDefined();
    });
  });
});
