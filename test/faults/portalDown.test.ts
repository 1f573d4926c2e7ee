import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { type Moment, WatchingProxy } from '../support/portal/WatchingProxy';
import { requireServer, whyMissing } from '../support/servers';
import type { RecoveryWorld } from '../support/world/RecoveryWorld';
import { makeBadPlans } from './support/badPlans';
import { DirectWorld } from './support/DirectWorld';
import { eventually } from './support/eventually';
import { StandInSts } from './support/StandInSts';

jest.setTimeout(400_000);

/** About 60 MB that no compression makes smaller: four parts. */
const noise = `
  create table noise (id int primary key, data bytea);
  alter table noise alter data set storage external;
  insert into noise
    select g, (select string_agg(sha512((g || '-' || h)::bytea), '') from generate_series(1, 128) h)
      from generate_series(1, 7400) g;`;

const suite = requireServer(whyMissing('postgres') ? 'postgres' : 's3');

suite('a portal that goes down', () => {
  let direct: DirectWorld;
  let world: RecoveryWorld;

  beforeAll(async () => {
    direct = await DirectWorld.start();
    ({ world } = direct);
    await world.store.run(noise);
  });

  afterAll(() => direct?.stop());

  it('has published a plan for what a gate has made known', async () => {
    const gated = await direct.backUp(['--trigger', 'pre-deploy'], {
      pipeline_id: '700',
    });
    expect(gated).toMatchObject({ code: 0 });
    const reported = await world.job(['report', '--outcome', 'succeeded'], {
      pipeline_id: '700',
    });
    expect(reported).toMatchObject({ code: 0 });
    // The next round is two minutes away; a portal that starts does not wait so long.
    await world.portal.kill();
    await world.startAgain();
    await eventually(async () => {
      expect(
        await direct.keysBelow(`_plans/${direct.owner}/production/`),
      ).toHaveLength(1);
    }, 60);
  });

  it('leaves to the job nothing but adding to its inbox', async () => {
    const [manifest] = (await direct.keysBelow('default/')).filter(key =>
      key.endsWith('/manifest.json'),
    );
    const denied = { name: 'AccessDenied' };
    await expect(direct.put(manifest, 'x')).rejects.toMatchObject(denied);
    await expect(
      direct.put('_plans/x/5/production/x.json', 'x'),
    ).rejects.toMatchObject(denied);
    await expect(direct.put('_direct/other/5/x', 'x')).rejects.toMatchObject(
      denied,
    );
    await direct.put(`_direct/${direct.owner}/probe`, 'x');
    for (const key of [manifest, `_direct/${direct.owner}/probe`]) {
      await expect(
        direct.jobClient.send(new GetObjectCommand(direct.at(key))),
      ).rejects.toMatchObject(denied);
      await expect(
        direct.jobClient.send(new DeleteObjectCommand(direct.at(key))),
      ).rejects.toMatchObject(denied);
    }
    await expect(
      direct.jobClient.send(
        new ListObjectsV2Command({ Bucket: direct.bucket }),
      ),
    ).rejects.toMatchObject(denied);
    await direct.storage.deleteObject(`_direct/${direct.owner}/probe`);
  });

  it('is not down when it refuses', async () => {
    const ended = await direct.backUp([], {
      project_id: '6',
      job_project_id: '6',
    });
    expect(ended).toMatchObject({ code: 3 });
    expect(await direct.drafts()).toEqual([]);
  });

  it.each<[string, Moment, string]>([
    ['between parts', { call: /\/parts$/, count: 3, at: 'before' }, '701'],
    [
      'before the point is completed',
      { call: /\/complete$/, count: 1, at: 'before' },
      '702',
    ],
  ])(
    'does not stop a job that goes on without it: %s',
    async (_, moment, pipeline) => {
      // A portal that dies while it adopts leaves the rest to the next look, which is minutes away.
      await nothingIsLeft();
      const proxy = await WatchingProxy.start(world.portal.url);
      const arrived = proxy.watch(moment).then(async () => {
        await world.portal.kill();
        await proxy.stop();
      });
      const ended = await direct.backUp(
        ['--trigger', 'pre-deploy', '--receipt-file', `${pipeline}.env`],
        { pipeline_id: pipeline },
        { SAFEPOINT_PORTAL_URL: proxy.url },
      );
      await arrived;
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.output).toContain('without the portal');
      const receipt = await world.readReceipt(
        join(world.folder, `${pipeline}.env`),
      );
      expect(receipt).toMatch(/^direct\.[0-9A-Z]{26}$/);
      expect(await direct.drafts()).toContainEqual(
        expect.stringContaining(receipt.slice('direct.'.length)),
      );
      await world.startAgain();
    },
  );

  it('has, when it is back, adopted what was made and lost what was half made', async () => {
    await nothingIsLeft();
    const { recoveryPoints } = await world.recovery();
    const of = (status: string) =>
      recoveryPoints.filter(point => point.status === status);
    expect(of('available')).toHaveLength(3);
    await eventually(async () => {
      const { recoveryPoints: later } = await world.recovery();
      expect(later.filter(({ status }) => status === 'lost')).toHaveLength(2);
    }, 90);
  });

  describe('before a job opens its run', () => {
    beforeAll(() => world.portal.kill());

    it('fails the job where that was chosen, within its time', async () => {
      const since = Date.now();
      const ended = await direct.backUp(['--on-portal-unreachable', 'fail']);
      expect(ended).toMatchObject({ code: 7 });
      expect(Date.now() - since).toBeLessThan(30_000);
      expect(await direct.drafts()).toEqual([]);
    });

    it('lets a job in whose cloud takes the token of GitLab for keys', async () => {
      const sts = await StandInSts.start(direct.jobKeys);
      const role = 'arn:aws:iam::123456789012:role/safepoint-orders';
      const ended = await direct.backUp(
        [],
        { pipeline_id: '704' },
        {
          AWS_ACCESS_KEY_ID: '',
          AWS_SECRET_ACCESS_KEY: '',
          AWS_ENDPOINT_URL_STS: sts.url,
          AWS_ROLE_ARN: role,
          SAFEPOINT_CLOUD_TOKEN: 'the token for the cloud',
        },
      );
      await sts.stop();
      expect(ended).toMatchObject({ code: 0 });
      expect(sts.asked[0].get('RoleArn')).toBe(role);
      expect(sts.asked[0].get('WebIdentityToken')).toBe(
        'the token for the cloud',
      );
      const [draft] = await direct.drafts();
      const folder = draft.slice(0, draft.lastIndexOf('/'));
      for (const key of await direct.keysBelow(`${folder}/`)) {
        await direct.storage.deleteObject(key);
      }
    });

    it('stops nothing where the job may go on', async () => {
      const ended = await direct.backUp(['--trigger', 'pre-deploy'], {
        pipeline_id: '703',
      });
      expect(ended).toMatchObject({ code: 0 });
      expect(await direct.drafts()).toHaveLength(1);
      // A person could restore it by hand, even if the portal never came back.
      const [draft] = await direct.drafts();
      const folder = draft.slice(0, draft.lastIndexOf('/'));
      expect(
        (await direct.keysBelow(`${folder}/`)).map(key =>
          key.split('/').at(-1),
        ),
      ).toEqual(['RUNBOOK.md', 'data.header', 'data.payload', 'draft.json']);
    });

    it('lets a job follow no plan but a good one of its portal', async () => {
      const folder = `_plans/${direct.owner}/production`;
      const [key] = await direct.keysBelow(`${folder}/`);
      const honest = await direct.storage.readObject(key);
      const plan = JSON.parse(String(honest));
      const bad = await makeBadPlans(plan, await direct.signingKey());
      const before = await direct.drafts();
      for (const [name, value] of Object.entries(bad)) {
        await direct.storage.deleteObject(key);
        await direct.storage.createObject(
          key,
          Buffer.from(JSON.stringify(value)),
        );
        const ended = await direct.backUp([]);
        expect([name, ended.code, ended.output]).toEqual([
          name,
          3,
          expect.stringContaining('portal-plan-missing'),
        ]);
      }
      expect(await direct.drafts()).toEqual(before);
      await direct.storage.deleteObject(key);
      await direct.storage.createObject(key, honest!);
    });

    it('believes no find that its role wrote without a plan', async () => {
      const [draft] = await direct.drafts();
      const value = JSON.parse(String(await direct.storage.readObject(draft)));
      const id = `${value.id.slice(0, -1)}${value.id.endsWith('0') ? 1 : 0}`;
      delete value.plan.signature;
      const folder = draft
        .slice(0, draft.lastIndexOf('/'))
        .replace(value.id, id);
      await direct.put(
        `${folder}/draft.json`,
        JSON.stringify({ ...value, id }),
      );
      await world.startAgain();
      await eventually(async () => {
        const { recoveryPoints } = await world.recovery();
        expect(recoveryPoints.find(point => point.id === id)).toMatchObject({
          status: 'failed',
          quarantined: true,
          problem: { kind: 'direct-plan-refused' },
        });
        expect(
          recoveryPoints.find(point => point.id === value.id),
        ).toMatchObject({ status: 'available' });
        expect((await world.recovery()).lastKnownGood).not.toMatchObject({
          recoveryPointId: id,
        });
      }, 90);
    });
  });

  it('shows each of these deployments as gated without it', async () => {
    const { environments } = await world.ask<EntityRecoveryView>(
      'dana',
      '/entities/default/component/orders/recovery',
    );
    const gates = environments[0].deployments.map(({ gate, pipelineUrl }) => [
      pipelineUrl?.split('/').at(-1),
      gate,
    ]);
    expect(gates).toEqual(
      expect.arrayContaining([
        ['701', 'direct'],
        ['702', 'direct'],
        ['703', 'direct'],
      ]),
    );
  });

  it('has points that verify down to their last byte', async () => {
    const { recoveryPoints } = await world.recovery();
    const adopted = recoveryPoints.filter(
      ({ status, trigger }) =>
        status === 'available' && trigger === 'pre-deploy',
    );
    expect(adopted).toHaveLength(4);
    const ended = await direct.verify(adopted[0].id);
    expect(ended).toMatchObject({ code: 0 });
  });

  /** Of what was found, everything is a recovery point. */
  function nothingIsLeft() {
    return eventually(
      async () => expect(await direct.drafts()).toEqual([]),
      90,
    );
  }
});
