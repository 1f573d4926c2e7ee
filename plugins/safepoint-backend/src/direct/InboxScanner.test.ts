import { randomBytes } from 'node:crypto';
import {
  type DirectDraft,
  findLastKnownGood,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateSigningKey,
  readSignedManifest,
  signDocument,
} from '@safepoint/engine';
import type { JWTPayload } from 'jose';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import {
  component,
  createDirectBench,
  type DirectBench,
  entityRef,
  environment,
  leaveFind,
  readPlans,
} from './testUtils/createDirectBench';

describe.each(testDatabases())('finds in the inboxes, on $name', database => {
  let bench: DirectBench;
  let opened: Awaited<ReturnType<typeof database.open>>;

  beforeEach(async () => {
    opened = await database.open();
    bench = await createDirectBench({ knex: opened.knex });
    await bench.publisher.publish();
  });
  afterEach(async () => {
    await bench.stop();
    await opened.close();
  });

  const point = (id: string) => bench.stores.points.find(id);
  const keysBelow = async (prefix: string) => {
    const keys = [];
    for await (const { key } of bench.storage.listObjects(prefix)) {
      keys.push(key);
    }
    return keys;
  };
  const deployments = () =>
    bench.stores.deployments.listByEntities([component], environment);

  it('become recovery points with a signed manifest, in the folder of the store', async () => {
    const { id, folder } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({
      status: 'available',
      trigger: 'pre-deploy',
      quarantined: false,
      rows: 3,
    });
    const prefix = `default/resource/orders-db/staging/${id}`;
    const bytes = await bench.storage.readObject(`${prefix}/manifest.json`);
    const { manifest } = await readSignedManifest(
      bytes!,
      bench.signingKeys.known,
      { id, instanceId: bench.instance.id, entityRef, environment },
    );
    expect(manifest.run).toMatchObject({ projectId: '42', jobId: '7001' });
    expect(manifest.objects[0].payload.key).toBe(`${prefix}/data.payload`);
    expect(await keysBelow(`${folder}/`)).toEqual([]);
  });

  it('are bound to the deployment, which shows that it was gated without the portal', async () => {
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await deployments()).toMatchObject([
      {
        gate: 'direct',
        status: 'gated',
        pipelineId: '700',
        recoveryPointIds: [id],
        startedAt: expect.any(Date),
      },
    ]);
    expect((await point(id))?.deploymentId).toBe((await deployments())[0].id);
  });

  it('of one set belong to one deployment', async () => {
    const ids = [];
    for (let count = 0; count < 2; count += 1) {
      ids.push((await leaveFind(bench)).id);
    }
    await bench.scanner.scan();
    const [deployment, ...others] = await deployments();
    expect(others).toEqual([]);
    expect([...deployment.recoveryPointIds].sort()).toEqual(ids.sort());
  });

  it('leave alone a gate that was run again when the portal was back', async () => {
    await leaveFind(bench);
    const agent = new FakeAgent(bench);
    bench.advance(30);
    await agent.backUp({ trigger: 'pre-deploy' });
    const before = await deployments();
    await bench.scanner.scan();
    expect(await deployments()).toEqual(before);
    expect(before).toMatchObject([{ gate: 'stage' }]);
  });

  it('turn a bypass into a deployment that was gated after all', async () => {
    await bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003' }),
      { environment, outcome: 'succeeded' },
    );
    expect(await deployments()).toMatchObject([{ gate: 'none' }]);
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await deployments()).toMatchObject([
      { gate: 'direct', status: 'succeeded', recoveryPointIds: [id] },
    ]);
    expect((await deployments())[0].bypassReason).toBeUndefined();
  });

  it('are adopted once, also after a rebuild', async () => {
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    const before = await point(id);
    await bench.scanner.scan();
    expect(await point(id)).toEqual(before);
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
    expect(await deployments()).toHaveLength(1);
  });

  it('are only tidied away when a crash came after their adoption', async () => {
    const { id, folder, draft } = await leaveFind(bench);
    await bench.scanner.scan();
    await bench.storage.createObject(
      `${folder}/draft.json`,
      Buffer.from(JSON.stringify(draft)),
    );
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
    expect(await keysBelow(`${folder}/`)).toEqual([]);
  });

  it('are rolled forward when the portal died in the middle', async () => {
    const { id } = await leaveFind(bench);
    const writes = jest
      .spyOn(bench.storage, 'createObject')
      .mockRejectedValueOnce(new Error('died'));
    await bench.scanner.scan();
    writes.mockRestore();
    expect(await point(id)).toMatchObject({ status: 'completing' });
    bench.advance(60);
    await bench.services.sweeper.sweep();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('wait while GitLab cannot be asked, and are adopted when it can', async () => {
    const { found } = bench.job;
    bench.job.found = undefined;
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await point(id)).toBeUndefined();
    bench.job.found = found;
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('settle the deployment when they are its baseline', async () => {
    await leaveFind(bench);
    const baseline = await leaveFind(bench, { draft: { trigger: 'baseline' } });
    await bench.scanner.scan();
    expect(await point(baseline.id)).toMatchObject({ status: 'available' });
    expect(await deployments()).toMatchObject([
      { gate: 'direct', status: 'succeeded' },
    ]);
    expect((await point(baseline.id))?.deploymentId).toBe(
      (await deployments())[0].id,
    );
  });

  describe('are quarantined', () => {
    /** Why; and that it counts for nothing, now and after a rebuild. */
    const quarantined = async (id: string) => {
      await bench.scanner.scan();
      const found = await point(id);
      expect(found).toMatchObject({
        status: 'failed',
        quarantined: true,
      });
      expect(
        await keysBelow(`default/resource/orders-db/staging/${id}/`),
      ).toEqual([]);
      const points = await bench.stores.points.listByInstances([
        bench.instance.id,
      ]);
      expect(
        findLastKnownGood({ points, deployments: [], restores: [] }).point,
      ).toBeUndefined();
      const known = await point(id);
      await bench.scanner.scan();
      await new IndexRebuilder(bench.dependencies).rebuildIndex();
      expect(await point(id)).toEqual(known);
      return known?.problem?.kind;
    };
    const published = async () => (await readPlans(bench))[0].plan;

    it('without a signature on their plan', async () => {
      const { signature: _, ...plan } = (await published()) as object & {
        signature?: unknown;
      };
      const { id } = await leaveFind(bench, { plan });
      expect(await quarantined(id)).toBe('direct-plan-refused');
    });

    it('with a plan that somebody else signed', async () => {
      const key = await generateSigningKey();
      const { kty, crv, x } = key;
      const plan = { ...(await published()), key: { kty, crv, x } };
      const { id } = await leaveFind(bench, {
        plan: await signDocument(plan, key),
      });
      expect(await quarantined(id)).toBe('direct-plan-refused');
    });

    it.each<[string, object]>([
      ['that had expired', { expiresAt: '2026-01-01T00:00:00.000Z' }],
      ['of another environment', { environment: 'production' }],
      ['of another project', { projectId: '43' }],
    ])('with a plan %s', async (_, changes) => {
      const plan = { ...(await published()), ...changes };
      const { id } = await leaveFind(bench, {
        plan: await signDocument(plan, bench.signingKeys.current),
      });
      expect(await quarantined(id)).toBe('direct-plan-refused');
    });

    it('with a plan that does not name the store', async () => {
      const plan = await published();
      const stores = [{ ...plan.stores[0], instanceId: 'another' }];
      const { id } = await leaveFind(bench, {
        plan: await signDocument(
          { ...plan, stores },
          bench.signingKeys.current,
        ),
      });
      expect(await quarantined(id)).toBe('direct-store-not-planned');
    });

    it('with the token that opens runs, which has no place in a bucket', async () => {
      const { id } = await leaveFind(bench, {
        claims: { aud: 'http://portal.test' },
      });
      expect(await quarantined(id)).toBe('direct-job-unproven');
    });

    it('with a token that was over when storage took them', async () => {
      const old = Math.floor(Date.now() / 1000) - 7 * 3600;
      const proof = await bench.issuer.mint(
        { aud: 'http://portal.test/direct' },
        { issuedAt: old, expiresAt: old + 3600 },
      );
      const { id } = await leaveFind(bench, { draft: { proof } });
      expect(await quarantined(id)).toBe('direct-job-unproven');
    });

    it.each<[string, JWTPayload]>([
      ['project', { project_id: '43', job_project_id: '43' }],
      ['environment', { environment: 'production' }],
    ])('with the token of another %s', async (_, claims) => {
      const { id } = await leaveFind(bench, { claims });
      expect(await quarantined(id)).toBe('direct-job-elsewhere');
    });

    it('with a token of a merge request pipeline', async () => {
      const { id } = await leaveFind(bench, {
        claims: { pipeline_source: 'merge_request_event' },
      });
      expect(await quarantined(id)).toBe('direct-job-not-entitled');
    });

    it('of a binding that was revoked meanwhile', async () => {
      const { id } = await leaveFind(bench);
      bench.entitlements.bound.delete(entityRef);
      expect(await quarantined(id)).toBe('direct-job-not-entitled');
    });

    it('of a job that GitLab does not know, or that was over', async () => {
      const unknown = await leaveFind(bench);
      bench.job.found = 'missing';
      expect(await quarantined(unknown.id)).toBe('direct-job-not-running');
      bench.job.found = {
        pipelineId: '700',
        ref: 'main',
        commit: 'c0ffee'.padEnd(40, '0'),
        startedAt: new Date(Date.now() - 7_200_000),
        finishedAt: new Date(Date.now() - 3_600_000),
      };
      const late = await leaveFind(bench);
      expect(await quarantined(late.id)).toBe('direct-job-not-running');
    });

    it('with other bytes than their draft says', async () => {
      const { id } = await leaveFind(bench, {
        payload: bytes => Buffer.concat([bytes.subarray(1), randomBytes(1)]),
      });
      expect(await quarantined(id)).toBe('direct-bytes-differ');
    });

    it('with a header that was copied from another recovery point', async () => {
      const agent = new FakeAgent(bench);
      const { draft } = await agent.backUp({ trigger: 'manual' });
      await bench.knex('recovery_points').delete();
      for (const key of await keysBelow('default/')) {
        if (!key.includes('/records/')) await bench.storage.deleteObject(key);
      }
      const { id } = await leaveFind(bench, {
        header: draft.objects[0].header,
      });
      await bench.scanner.scan();
      expect(await point(id)).toMatchObject({
        quarantined: true,
        problem: { kind: 'direct-bytes-differ' },
      });
    });

    it.each<[string, (draft: DirectDraft) => Partial<DirectDraft>]>([
      ['of another id', () => ({ id: '01K00000000000000000000000' })],
      [
        'whose state is from another day',
        ({ content }) => ({
          content: { ...content, stateAt: '2026-01-01T00:00:00.000Z' },
        }),
      ],
    ])('with a draft %s', async (_, change) => {
      const good = await leaveFind(bench);
      for (const key of await keysBelow(`${good.folder}/`)) {
        await bench.storage.deleteObject(key);
      }
      const { id } = await leaveFind(bench, {
        id: good.id,
        draft: change(good.draft),
      });
      expect(await quarantined(id)).toBe('direct-draft-inconsistent');
    });

    it('when their draft is no draft', async () => {
      const { id, folder } = await leaveFind(bench);
      await bench.storage.deleteObject(`${folder}/draft.json`);
      await bench.storage.createObject(
        `${folder}/draft.json`,
        Buffer.from('{"kind":"RecoveryPoint"}'),
      );
      expect(await quarantined(id)).toBe('direct-draft-invalid');
    });
  });

  it('tell the owner of the store when they are not believed, in one thread', async () => {
    await leaveFind(bench, { claims: { aud: 'http://portal.test' } });
    await leaveFind(bench, { draft: { proof: 'none' } });
    await bench.scanner.scan();
    expect(bench.alerts.raised).toMatchObject([
      { kind: 'find-quarantined', entityRef, environment, severity: 'high' },
    ]);
  });

  it('have their deployment looked at in GitLab when they are adopted', async () => {
    const looked: object[] = [];
    bench.dependencies.lookAtGitLab = async place => {
      looked.push(place);
    };
    await leaveFind(bench);
    await bench.scanner.scan();
    expect(looked).toEqual([
      {
        issuer: bench.issuer.url,
        projectId: '42',
        pipelineId: '700',
        environment,
      },
    ]);
  });

  it('wait when their draft is written anew while it is read', async () => {
    const { id, folder, draft } = await leaveFind(bench);
    const read = bench.storage.readObject.bind(bench.storage);
    const reads = jest
      .spyOn(bench.storage, 'readObject')
      .mockImplementation(async (key, options) => {
        const bytes = await read(key, options);
        if (key === `${folder}/draft.json`) {
          await bench.storage.deleteObject(key);
          await bench.storage.createObject(
            key,
            Buffer.from(JSON.stringify({ ...draft, agentVersion: '0.1.01' })),
          );
        }
        return bytes;
      });
    await bench.scanner.scan();
    expect(await point(id)).toBeUndefined();
    reads.mockRestore();
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('touch no recovery point whose id they have', async () => {
    const agent = new FakeAgent(bench);
    const { point: real } = await agent.backUp({ trigger: 'manual' });
    const { folder } = await leaveFind(bench, { id: real.id });
    await bench.scanner.scan();
    expect(await point(real.id)).toEqual(real);
    expect(await keysBelow(`${folder}/draft`)).toEqual([]);
  });

  it('at the place of no store are told and left alone', async () => {
    const key =
      '_direct/gitlab/42/default/resource/nothing/staging/01K00000000000000000000000/draft.json';
    await bench.storage.createObject(key, Buffer.from('{}'));
    await bench.scanner.scan();
    await bench.scanner.scan();
    const told = bench.audits.filter(
      ({ eventId }) => eventId === 'direct-find-misplaced',
    );
    expect(told).toHaveLength(1);
    expect(await keysBelow('_direct/')).toEqual([key]);
  });
});
