import { randomBytes } from 'node:crypto';
import {
  type DirectDraft,
  findLastKnownGood,
} from '@safepoint/backstage-plugin-safepoint-common';
import { generateSigningKey, signDocument } from '@safepoint/engine';
import type { JWTPayload } from 'jose';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import {
  createDirectBench,
  type DirectBench,
  entityRef,
  environment,
  leaveFind,
  readPlans,
} from './testUtils/createDirectBench';

describe.each(testDatabases())(
  'finds that are quarantined, on $name',
  database => {
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

    it('tell the owner of the store when they are not believed, in one thread', async () => {
      await leaveFind(bench, { claims: { aud: 'http://portal.test' } });
      await leaveFind(bench, { draft: { proof: 'none' } });
      await bench.scanner.scan();
      expect(bench.alerts.raised).toMatchObject([
        { kind: 'find-quarantined', entityRef, environment, severity: 'high' },
      ]);
    });
  },
);
