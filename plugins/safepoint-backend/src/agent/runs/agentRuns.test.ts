import { randomBytes } from 'node:crypto';
import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

const refused = /^This job is not entitled to do this\. /;

describe.each(testGrounds())('runs of the agent on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  describe('opening', () => {
    it('plans a backup of the stores that the component depends on', async () => {
      const plan = await agent.open({ trigger: 'pre-deploy' });
      expect(plan).toMatchObject({
        operation: 'backup',
        heartbeatIntervalSeconds: 30,
        deploymentId: expect.any(String),
        backups: [
          {
            entityRef: 'resource:default/orders-db',
            environment: 'staging',
            driver: 'postgres',
            leaseTicket: 1,
          },
        ],
      });
      expect(plan.backups![0].recipients).toHaveLength(2);
      const [backup] = plan.backups!;
      const point = await bench.stores.points.find(backup.recoveryPointId);
      expect(point).toMatchObject({ status: 'pending', trigger: 'pre-deploy' });
    });

    it('answers a repeat with the same secret, with a new token', async () => {
      const body = {
        secret: randomBytes(32).toString('base64url'),
        operation: 'backup' as const,
        trigger: 'manual' as const,
        clientTime: new Date().toISOString(),
        agentVersion: '0.1.0',
      };
      const token = await bench.issuer.mint();
      const first = await bench.services.opener.open(token, body);
      const second = await bench.services.opener.open(token, body);
      expect(second).toMatchObject({
        runId: first.runId,
        backups: first.backups,
      });
      expect(second.runToken).not.toBe(first.runToken);
      await expect(agent.run(first)).rejects.toThrow(refused);
      await expect(agent.run(second)).resolves.toMatchObject({
        id: first.runId,
      });
    });

    it('refuses a replay by somebody who knows the token only', async () => {
      const token = await bench.issuer.mint();
      const body = (secret: string) => ({
        secret,
        operation: 'backup' as const,
        trigger: 'manual' as const,
        clientTime: new Date().toISOString(),
        agentVersion: '0.1.0',
      });
      await bench.services.opener.open(token, body('a'.repeat(43)));
      await expect(
        bench.services.opener.open(token, body('b'.repeat(43))),
      ).rejects.toThrow(refused);
    });

    it('opens one run when the same opening arrives twice at once', async () => {
      const token = await bench.issuer.mint();
      const body = {
        secret: 'a'.repeat(43),
        operation: 'backup' as const,
        trigger: 'manual' as const,
        clientTime: new Date().toISOString(),
        agentVersion: '0.1.0',
      };
      await Promise.allSettled([
        bench.services.opener.open(token, body),
        bench.services.opener.open(token, body),
      ]);
      expect(await bench.knex('runs')).toHaveLength(1);
      expect(await bench.knex('recovery_points')).toHaveLength(1);
    });

    it('refuses a clock that is off, and says by how much', async () => {
      await expect(
        agent.open({
          clientTime: new Date(
            bench.clock.now.getTime() + 6 * 60_000,
          ).toISOString(),
        }),
      ).rejects.toThrow(/6 minutes ahead.*NTP/);
    });

    it.each<[string, Parameters<FakeAgent['open']>]>([
      ["another team's store", [{ stores: ['resource:default/billing-db'] }]],
      [
        'a store that does not exist',
        [{ stores: ['resource:default/nothing'] }],
      ],
      [
        "another team's component",
        [{ component: 'component:default/billing', trigger: 'pre-deploy' }],
      ],
      [
        "another team's component, without saying which store",
        [{ component: 'component:default/billing' }],
      ],
      [
        'a component that does not exist',
        [{ component: 'component:default/nothing' }],
      ],
      ['another project', [{}, { project_id: '43', job_project_id: '43' }]],
      [
        "a drill of another team's store",
        [{ operation: 'drill', stores: ['resource:default/billing-db'] }],
      ],
      [
        'a drill of a store that does not exist',
        [{ operation: 'drill', stores: ['resource:default/nothing'] }],
      ],
      [
        'a drill for a component that does not exist',
        [{ operation: 'drill', component: 'component:default/nothing' }],
      ],
      ['another environment', [{ environment: 'production' }]],
      [
        'production from an unprotected ref',
        [
          { environment: 'production' },
          { environment: 'production', ref_protected: 'false' },
        ],
      ],
      ['a job without environment', [{}, { environment: undefined }]],
      [
        'a merge request pipeline',
        [{}, { pipeline_source: 'merge_request_event' }],
      ],
      [
        'a request that does not exist',
        [{ operation: 'request', requestId: 'nothing' }],
      ],
      [
        'a request that does not exist, by the recovery project',
        [
          { operation: 'request', requestId: 'nothing' },
          {
            project_id: '99',
            job_project_id: '99',
            pipeline_source: 'api',
            environment: undefined,
          },
        ],
      ],
    ])('refuses %s with the same words', async (_, [body, claims]) => {
      bench.entitlements.bound.set('component:default/billing', ['50']);
      bench.entitlements.bound.set('resource:default/billing-db', ['50']);
      const error = await agent.open(body, claims).catch(e => e);
      expect(error).toMatchObject({ name: 'NotAllowedError' });
      expect(error.message.replace(/[0-9A-HJKMNP-TV-Z]{26}/, 'ID')).toBe(
        "This job is not entitled to do this. The platform team sees why in the portal's log under ID.",
      );
      expect(bench.audits).toContainEqual(
        expect.objectContaining({ eventId: 'job-refused' }),
      );
      expect(await bench.knex('runs')).toHaveLength(0);
    });

    it('refuses a job that GitLab says is over', async () => {
      bench.job.state = 'not-running';
      await expect(agent.open()).rejects.toThrow(refused);
    });

    it('names the stores that a gate does not cover', async () => {
      bench.entitlements.dependsOn.set('component:default/orders', [
        'resource:default/orders-db',
        'resource:default/orders-files',
      ]);
      await expect(
        agent.open({
          trigger: 'pre-deploy',
          stores: ['resource:default/orders-db'],
        }),
      ).rejects.toThrow(/lacks resource:default\/orders-files/);
    });

    it('says who is at the store when it is busy, and changes nothing', async () => {
      await agent.open();
      await expect(agent.open()).rejects.toThrow(
        /resource:default\/orders-db in staging is busy: a backup/,
      );
      expect(await bench.knex('recovery_points')).toHaveLength(1);
    });
  });

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

  describe('completing', () => {
    it('makes a point that is whole in storage and available', async () => {
      const { point, plan } = await agent.backUp();
      expect(point).toMatchObject({
        status: 'available',
        level: 'L0',
        rows: 3,
        tables: 1,
        sourceBytes: 10_000,
        engineVersion: 'postgresql 15.18',
      });
      const prefix = `default/resource/orders-db/staging/${point.id}`;
      const keys = [];
      for await (const { key } of bench.storage.listObjects(prefix)) {
        keys.push(key.slice(prefix.length + 1));
      }
      expect(keys.sort()).toEqual([
        'RUNBOOK.md',
        'data.header',
        'data.payload',
        'manifest.json',
      ]);
      expect(await agent.run(plan)).toMatchObject({ status: 'succeeded' });
    });

    it('answers a repeat and refuses another draft', async () => {
      const plan = await agent.open();
      const draft = await agent.upload(plan);
      const first = await agent.complete(plan, draft);
      expect(await agent.complete(plan, draft)).toEqual(first);
      await expect(
        agent.complete(plan, {
          ...draft,
          stateAt: new Date(bench.clock.now.getTime() - 1000).toISOString(),
        }),
      ).rejects.toThrow(/another draft/);
    });

    it('refuses a header that was copied from another point', async () => {
      const stolen = (await agent.backUp()).draft.objects[0].header;
      const plan = await agent.open();
      const draft = await agent.upload(plan);
      draft.objects[0].header = stolen;
      await expect(agent.complete(plan, draft)).rejects.toThrow(
        /copied from another recovery point/,
      );
    });

    it.each<
      [
        string,
        (draft: Awaited<ReturnType<FakeAgent['upload']>>) => void,
        RegExp,
      ]
    >([
      [
        'a header that is none',
        draft => {
          draft.objects[0].header = Buffer.from('nothing').toString('base64');
        },
        /no age header/,
      ],
      [
        'parts that do not add up',
        draft => {
          draft.objects[0].payload.sizeBytes += 1;
        },
        /bytes together/,
      ],
      [
        'parts with a gap',
        draft => {
          draft.objects[0].payload.parts.at(-1)!.number += 1;
        },
        /without gaps/,
      ],
      [
        'an object of which nothing was uploaded',
        draft => {
          draft.objects[0].name = 'other';
        },
        /no part of other was ever uploaded/,
      ],
      [
        'a state of tomorrow',
        draft => {
          draft.stateAt = new Date(Date.now() + 86_400_000).toISOString();
        },
        /is not between/,
      ],
      [
        'another ticket',
        draft => {
          draft.leaseTicket += 1;
        },
        /ticket/,
      ],
    ])('refuses %s', async (_, spoil, message) => {
      const plan = await agent.open();
      const draft = await agent.upload(plan);
      spoil(draft);
      await expect(agent.complete(plan, draft)).rejects.toThrow(message);
      const [{ recoveryPointId }] = plan.backups!;
      expect(await bench.stores.points.find(recoveryPointId)).toMatchObject({
        status: 'running',
      });
    });

    it('fails a point whose stored parts are others than announced', async () => {
      const plan = await agent.open();
      const draft = await agent.upload(plan);
      draft.objects[0].payload.parts[0].md5 =
        Buffer.alloc(16).toString('base64');
      await expect(agent.complete(plan, draft)).rejects.toMatchObject({
        kind: 'part-mismatch',
      });
      const [{ recoveryPointId }] = plan.backups!;
      expect(await bench.stores.points.find(recoveryPointId)).toMatchObject({
        status: 'failed',
        problem: { kind: 'part-mismatch' },
      });
      expect(await bench.knex('uploads')).toHaveLength(0);
    });

    it('notices that the store is another one than before', async () => {
      await agent.backUp();
      const plan = await agent.open();
      const draft = await agent.upload(plan, undefined, {
        identity: { systemIdentifier: '8', oid: '16384' },
      });
      await agent.complete(plan, draft);
      expect(
        await bench.stores.instances.find(plan.backups![0].instanceId),
      ).toMatchObject({ identityStatus: 'changed' });
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
