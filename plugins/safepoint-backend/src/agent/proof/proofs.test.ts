import { createHash } from 'node:crypto';
import type {
  Manifest,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  collect,
  decryptStream,
  generateSigningKey,
  signDocument,
} from '@safepoint/engine';
import type { RecoveryRequest } from '../../requests/RecoveryRequest';
import { testGrounds } from '../../__testUtils__/testGrounds';
import { createAgentServices } from '../createAgentServices';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent, fingerprint } from '../testUtils/FakeAgent';
import { RequestDesk } from '../testUtils/RequestDesk';

describe.each(testGrounds())('proofs on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;
  let desk: RequestDesk;
  let pointId: string;
  let instanceId: string;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
    desk = new RequestDesk(bench, agent);
    ({ id: pointId, instanceId } = (await agent.backUp()).point);
  });
  afterEach(() => bench.stop());

  const keyOf = (name: string, id = pointId, environment = 'staging') =>
    `default/resource/orders-db/${environment}/${id}/${name}`;
  const read = async (key: string): Promise<Buffer> => {
    const bytes = await bench.storage.readObject(key);
    if (!bytes) throw new Error(`There is no ${key}.`);
    return bytes;
  };
  /** As somebody may who has the storage's own credentials. */
  const overwrite = async (key: string, bytes: Buffer | string) => {
    await bench.storage.deleteObject(key);
    await bench.storage.createObject(key, Buffer.from(bytes));
  };
  const drill = () => agent.open({ operation: 'drill' });
  const manifestOf = (plan: RunPlan) =>
    (plan.drill ?? plan.restore)!.manifest as unknown as Manifest;
  const submit = async (
    plan: RunPlan,
    changes: Parameters<FakeAgent['proof']>[1] = {},
  ) =>
    bench.services.proofs.recordSubmission(
      await agent.run(plan),
      agent.proof(manifestOf(plan), changes),
    );
  const point = () => bench.stores.points.find(pointId);

  describe('releasing keys', () => {
    const open = async (plan: RunPlan, id = pointId) =>
      bench.services.keys.open(await agent.run(plan), id);

    it('gives the drill what opens exactly what was stored', async () => {
      const [opened] = await open(await drill());
      const payload = await read(keyOf('data.payload'));
      const plain = await collect(
        await decryptStream(
          {
            header: Buffer.from(opened.header, 'base64'),
            payload: toStream(payload),
          },
          { fileKey: Buffer.from(opened.fileKey, 'base64') },
        ),
      );
      expect(plain.equals(agent.content)).toBe(true);
      expect(opened.payload).toMatchObject({
        url: expect.stringMatching(/^http/),
        sizeBytes: payload.length,
        sha256: createHash('sha256').update(payload).digest('hex'),
      });
      expect(bench.audits).toContainEqual(
        expect.objectContaining({ eventId: 'key-release' }),
      );
    });

    it('refuses a backup', async () => {
      await expect(open(await agent.open())).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    });

    it('refuses another point than the one that is drilled', async () => {
      const other = (await agent.backUp()).point.id;
      const plan = await agent.open({
        operation: 'drill',
        recoveryPointId: pointId,
      });
      await expect(open(plan, other)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    });

    it('refuses when the lease is lost', async () => {
      const plan = await drill();
      bench.advance(301);
      await agent.open();
      await expect(open(plan)).rejects.toMatchObject({ name: 'ConflictError' });
    });

    it('refuses a stanza that belongs to another point', async () => {
      const plan = await drill();
      await bench
        .knex('header_stanzas')
        .update({ recovery_point_id: '01JD0000000000000000000000' });
      await expect(open(plan)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    });

    const openProduction = async (claims: object) => {
      const production = { environment: 'production', ...claims };
      const saved = await agent.backUp({}, production);
      const plan = await agent.open({ operation: 'drill' }, production);
      return open(plan, saved.point.id);
    };

    it('of production, for a job with a protected environment on a protected ref', async () => {
      await expect(
        openProduction({ environment_protected: 'true' }),
      ).resolves.toHaveLength(1);
    });

    it('of production, never for a job whose environment is not known to be protected', async () => {
      await expect(
        openProduction({ environment_protected: undefined }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    });

    it('of production, for the request of a person', async () => {
      const saved = await agent.backUp(
        {},
        { environment: 'production', environment_protected: undefined },
      );
      const request = await desk.put({
        kind: 'drill',
        instanceId: saved.point.instanceId,
      });
      const plan = await desk.open(request);
      await expect(open(plan, saved.point.id)).resolves.toHaveLength(1);
    });

    it('finds a flipped byte in the header, and the point is corrupt', async () => {
      const plan = await drill();
      const bytes = await read(keyOf('data.header'));
      bytes[Math.floor(bytes.length / 2)] ^= 1;
      await overwrite(keyOf('data.header'), bytes);
      await expect(open(plan)).rejects.toThrow(/header-corrupt.*data\.header/);
      expect(await point()).toMatchObject({ status: 'corrupt', level: 'L0' });
    });

    it('finds that the header is gone, and the point is missing', async () => {
      const plan = await drill();
      await bench.storage.deleteObject(keyOf('data.header'));
      await expect(open(plan)).rejects.toThrow(/object-missing/);
      expect(await point()).toMatchObject({ status: 'missing' });
    });
  });

  describe('drills', () => {
    it('raise the level of the point that they proved', async () => {
      const plan = await drill();
      expect(await submit(plan)).toMatchObject({
        outcome: 'passed',
        level: 'L3',
      });
      expect(await point()).toMatchObject({
        status: 'available',
        level: 'L3',
        verifiedAt: bench.clock.now,
      });
      await agent.finish(plan);
      await expect(agent.open()).resolves.toBeDefined();
    });

    it('are judged once for a run', async () => {
      const plan = await drill();
      const first = await submit(plan);
      expect(await submit(plan, { restored: false })).toEqual(first);
    });

    it.each([
      [
        'one changed value',
        {
          ...fingerprint,
          tables: [{ ...fingerprint.tables[0], hash: 'ff'.repeat(8) }],
        },
      ],
      [
        'one lost row',
        { ...fingerprint, tables: [{ ...fingerprint.tables[0], rows: 2 }] },
      ],
      ['one lost table', { ...fingerprint, tables: [] }],
    ])('take the proof back at %s', async (_, seen) => {
      const good = await drill();
      await submit(good);
      await agent.finish(good);
      const bad = await drill();
      expect(await submit(bad, { fingerprint: seen })).toMatchObject({
        outcome: 'failed',
        level: 'L2',
      });
      const after = await point();
      expect(after).toMatchObject({ status: 'available', level: 'L0' });
      expect(after?.verifiedAt).toBeUndefined();
    });

    it('are judged once when they arrive twice at once', async () => {
      const plan = await drill();
      const [one, other] = await Promise.all([submit(plan), submit(plan)]);
      expect(other).toEqual(one);
      expect(await bench.stores.drills.listByPoints([pointId])).toEqual([one]);
    });

    it('find other bytes than were stored, and the point is corrupt', async () => {
      await submit(await drill(), {
        payloads: [{ name: 'data', sizeBytes: 1, sha256: '00'.repeat(32) }],
        restored: false,
        fingerprint: undefined,
      });
      expect(await point()).toMatchObject({ status: 'corrupt', level: 'L0' });
    });

    it('mend a point when its storage was repaired', async () => {
      await bench.knex('recovery_points').update({ status: 'corrupt' });
      const plan = await agent.open({
        operation: 'drill',
        recoveryPointId: pointId,
      });
      await submit(plan);
      expect(await point()).toMatchObject({ status: 'available', level: 'L3' });
    });

    it('that could not take place count as failed and say nothing of the point', async () => {
      const good = await drill();
      await submit(good);
      await agent.finish(good);
      const plan = await drill();
      await bench.services.finisher.finish(await agent.run(plan), {
        outcome: 'failed',
        problem: { kind: 'store-unreachable', message: 'No scratch server.' },
      });
      expect(await point()).toMatchObject({ level: 'L3' });
      const [last] = await bench.stores.drills.listByPoints([pointId]);
      expect(last).toMatchObject({
        outcome: 'failed',
        problem: { kind: 'store-unreachable' },
      });
    });

    it('are not finished as succeeded without a proof', async () => {
      await expect(agent.finish(await drill())).rejects.toThrow(/no proof/);
    });
  });

  describe('the manifest in storage', () => {
    const spoil = async (change: (manifest: Manifest) => object) => {
      const key = keyOf('manifest.json');
      const manifest = JSON.parse((await read(key)).toString());
      await overwrite(key, JSON.stringify(await change(manifest)));
    };

    it.each<[string, string, string, () => Promise<void>]>([
      [
        'is gone',
        'missing',
        'manifest-missing',
        () => bench.storage.deleteObject(keyOf('manifest.json')),
      ],
      [
        'was changed',
        'corrupt',
        'manifest-signature-invalid',
        () =>
          spoil(manifest => ({
            ...manifest,
            stateAt: '2020-01-01T00:00:00.000Z',
          })),
      ],
      [
        'is unsigned',
        'corrupt',
        'manifest-unsigned',
        () => spoil(manifest => ({ ...manifest, signature: undefined })),
      ],
      [
        'was signed by somebody else',
        'corrupt',
        'manifest-signature-invalid',
        () =>
          spoil(async manifest =>
            signDocument(manifest, await generateSigningKey()),
          ),
      ],
      [
        'is of another point',
        'corrupt',
        'manifest-misplaced',
        async () => {
          const other = (await agent.backUp()).point.id;
          await overwrite(
            keyOf('manifest.json'),
            await read(keyOf('manifest.json', other)),
          );
        },
      ],
      [
        'is of another environment',
        'corrupt',
        'manifest-misplaced',
        async () => {
          const other = await agent.backUp({}, { environment: 'testing' });
          await overwrite(
            keyOf('manifest.json'),
            await read(keyOf('manifest.json', other.point.id, 'testing')),
          );
        },
      ],
    ])('that %s makes the point %s: %s', async (_, status, kind, damage) => {
      await damage();
      await expect(
        agent.open({ operation: 'drill', recoveryPointId: pointId }),
      ).rejects.toThrow(new RegExp(`cannot be restored \\(${kind}\\)`));
      expect(await point()).toMatchObject({ status });
      const [drilled] = await bench.stores.drills.listByPoints([pointId]);
      expect(drilled).toMatchObject({ outcome: 'failed', problem: { kind } });
    });
  });

  describe('requests', () => {
    it('of a backup are claimed by the job of their pipeline, once', async () => {
      const request = await desk.put({ kind: 'backup', instanceId });
      const plan = await desk.open(request);
      expect(plan).toMatchObject({
        operation: 'backup',
        backups: [{ entityRef: 'resource:default/orders-db' }],
      });
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'running',
        runId: plan.runId,
      });
      await expect(desk.open(request)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
      const made = await agent.complete(plan, await agent.upload(plan));
      await agent.finish(plan);
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'succeeded',
        recoveryPointId: made.id,
      });
    });

    it.each<[string, object]>([
      ['another project', { project_id: '42', job_project_id: '42' }],
      ['another pipeline', { pipeline_id: '901' }],
      ['another ref', { ref: 'feature' }],
      ['an unprotected ref', { ref_protected: 'false' }],
      ['a pipeline that somebody pushed', { pipeline_source: 'push' }],
    ])('are not for %s', async (_, claims) => {
      const request = await desk.put({ kind: 'backup', instanceId });
      await expect(desk.open(request, claims)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'triggered',
      });
    });

    it('wait for the portal to have recorded its pipeline', async () => {
      const request = await desk.put({
        kind: 'backup',
        instanceId,
        status: 'triggering',
        pipelineId: undefined,
      });
      const opening = desk.open(request);
      setTimeout(() => {
        bench.stores.requests.update(request, {
          status: 'triggered',
          pipelineId: '900',
        });
      }, 200);
      await expect(opening).resolves.toMatchObject({ operation: 'backup' });
    });

    it('have GitLab asked for the pipeline whose creation was not answered', async () => {
      const request = await desk.put({
        kind: 'backup',
        instanceId,
        status: 'triggering',
        pipelineId: undefined,
      });
      const lookUpPipeline = jest.fn(async (asked: RecoveryRequest) =>
        bench.stores.requests.update(asked, {
          status: 'triggered',
          pipelineId: '900',
        }),
      );
      const services = createAgentServices({
        ...bench.dependencies,
        lookUpPipeline,
      });
      const opening = new RequestDesk(bench, new FakeAgent(bench, services));
      await expect(opening.open(request)).resolves.toMatchObject({
        operation: 'backup',
      });
      expect(lookUpPipeline).toHaveBeenCalledTimes(1);
    }, 20_000);

    it('are failed when their run is lost', async () => {
      const request = await desk.put({ kind: 'backup', instanceId });
      await desk.open(request);
      bench.advance(301);
      await bench.services.sweeper.sweep();
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'failed',
        problem: { kind: 'run-lost' },
      });
    });

    it('of a point whose manifest is gone fail with the reason', async () => {
      await bench.storage.deleteObject(keyOf('manifest.json'));
      const request = await desk.put({
        kind: 'restore',
        instanceId,
        recoveryPointId: pointId,
      });
      await expect(desk.open(request)).rejects.toThrow(/manifest-missing/);
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'failed',
        problem: {
          kind: 'not-started',
          message: expect.stringMatching(/manifest-missing/),
        },
      });
    });
  });

  describe('restores', () => {
    const start = async () => {
      const request = await desk.put({
        kind: 'restore',
        instanceId,
        recoveryPointId: pointId,
      });
      return { request, plan: await desk.open(request) };
    };
    const report = async (
      plan: RunPlan,
      body: Parameters<Workbench['services']['restores']['report']>[1],
    ) => bench.services.restores.report(await agent.run(plan), body);

    it('go on after a check that reached the level, and are recorded with the way back', async () => {
      const { request, plan } = await start();
      expect(plan.restore).toMatchObject({
        recoveryPointId: pointId,
        level: 'L3',
      });
      expect(
        await report(plan, {
          step: 'checked',
          proof: agent.proof(manifestOf(plan)),
        }),
      ).toMatchObject({ proceed: true, level: 'L3' });
      await report(plan, { step: 'switched', kept: 'orders_before' });
      await agent.finish(plan);
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'succeeded',
        kept: 'orders_before',
        level: 'L3',
        phases: { apply: 2 },
      });
      expect(await point()).toMatchObject({ level: 'L3' });
    });

    it('make the next backup tell which store it is now', async () => {
      const { plan } = await start();
      await report(plan, {
        step: 'checked',
        proof: agent.proof(manifestOf(plan)),
      });
      await report(plan, { step: 'switched' });
      await agent.finish(plan);
      const next = await agent.open();
      await agent.complete(
        next,
        await agent.upload(next, undefined, { identity: { oid: '2' } }),
      );
      expect(await bench.stores.instances.find(instanceId)).toMatchObject({
        identity: { oid: '2' },
        identityStatus: 'accepted',
      });
    });

    it('do not go on when the content differs, and say where', async () => {
      const { request, plan } = await start();
      const answer = await report(plan, {
        step: 'checked',
        proof: agent.proof(manifestOf(plan), {
          fingerprint: {
            ...fingerprint,
            tables: [{ ...fingerprint.tables[0], rows: 2 }],
          },
        }),
      });
      expect(answer.proceed).toBe(false);
      expect(answer.reason).toMatch(/table public\.orders.*2 rows/);
      await agent.finish(plan, 'failed');
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'failed',
      });
    });

    it('are not finished as succeeded before the switch-over', async () => {
      const { plan } = await start();
      await report(plan, {
        step: 'checked',
        proof: agent.proof(manifestOf(plan)),
      });
      await expect(agent.finish(plan)).rejects.toThrow(/switch-over/);
    });

    it('that were switched over unchecked are recorded as what they are', async () => {
      const { request, plan } = await start();
      await report(plan, { step: 'switched', kept: 'orders_before' });
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'failed',
        kept: 'orders_before',
        problem: { kind: 'switched-unchecked' },
      });
    });

    it('whose job is lost after it was told to go on are not said to have failed to switch', async () => {
      const { request, plan } = await start();
      await report(plan, {
        step: 'checked',
        proof: agent.proof(manifestOf(plan)),
      });
      bench.advance(301);
      await bench.services.sweeper.sweep();
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'failed',
        problem: {
          kind: 'switch-unknown',
          message: expect.stringContaining(plan.runId.toLowerCase()),
        },
      });
      // Whichever store it is now: the next backup tells.
      expect(await bench.stores.instances.find(instanceId)).toMatchObject({
        identityStatus: 'unknown',
      });
    });

    it('whose job is lost before or after that are recorded as what they were', async () => {
      const lost = await start();
      bench.advance(301);
      await bench.services.sweeper.sweep();
      expect(await bench.stores.requests.find(lost.request.id)).toMatchObject({
        problem: { kind: 'run-lost' },
      });
      const { request, plan } = await start();
      await report(plan, {
        step: 'checked',
        proof: agent.proof(manifestOf(plan)),
      });
      await report(plan, { step: 'switched', kept: 'orders_before' });
      bench.advance(301);
      await bench.services.sweeper.sweep();
      expect(await bench.stores.requests.find(request.id)).toMatchObject({
        status: 'succeeded',
        kept: 'orders_before',
      });
    });

    it('answer every step again as they did', async () => {
      const { plan } = await start();
      for (const body of [
        { step: 'checked' as const, proof: agent.proof(manifestOf(plan)) },
        { step: 'switched' as const, kept: 'orders_before' },
      ]) {
        expect(await report(plan, body)).toEqual(await report(plan, body));
      }
      expect(await agent.finish(plan)).toEqual(await agent.finish(plan));
      expect(await bench.stores.drills.listByPoints([pointId])).toHaveLength(1);
    });

    it('keep the gate shut', async () => {
      await start();
      await expect(agent.open({ trigger: 'pre-deploy' })).rejects.toThrow(
        /a restore/,
      );
    });

    it('do not go on when somebody else may be at the store', async () => {
      const { plan } = await start();
      bench.advance(301);
      await agent.open();
      await expect(
        report(plan, { step: 'checked', proof: agent.proof(manifestOf(plan)) }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    });
  });
});

async function* toStream(bytes: Uint8Array) {
  yield bytes;
}
