import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import {
  generateIdentity,
  generateSigningKey,
  readSigningKey,
  recipientOf,
  signDocument,
  type Storage,
} from '@safepoint/engine';
import type { JWTPayload } from 'jose';
import { makeS3Storage } from '../support/makeS3Storage';
import { type Moment, WatchingProxy } from '../support/portal/WatchingProxy';
import {
  requireServer,
  type S3Server,
  startCeph,
  whyMissing,
} from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import { allowInbox } from './support/inboxPolicy';
import { StandInSts } from './support/StandInSts';

jest.setTimeout(400_000);

/** About 60 MB that no compression makes smaller: four parts. */
const noise = `
  create table noise (id int primary key, data bytea);
  alter table noise alter data set storage external;
  insert into noise
    select g, (select string_agg(sha512((g || '-' || h)::bytea), '') from generate_series(1, 128) h)
      from generate_series(1, 7400) g;`;

const prefix = 'safepoint';
const store = 'resource:default/orders-db';
const suite = whyMissing('postgres') ? describe.skip : requireServer('s3');

suite('a portal that goes down', () => {
  let server: S3Server;
  let world: RecoveryWorld;
  let storage: Storage;
  let bucket: string;
  let owner: string;
  let jobKeys: { accessKeyId: string; secretAccessKey: string };
  let jobClient: S3Client;
  let pinned: string;
  let jobs = 90_000;

  beforeAll(async () => {
    server = await startCeph();
    const made = await makeS3Storage(server, {
      storage: { prefix },
      versioning: true,
    });
    ({ storage, bucket } = made);
    if (!server.createUser) {
      throw new Error(
        'This test needs a second user; let it start its own Ceph (unset SAFEPOINT_TEST_S3_ENDPOINT).',
      );
    }
    jobKeys = await server.createUser('job');
    world = await RecoveryWorld.start(
      { type: 's3', ...made.options, forcePathStyle: true },
      {
        lease: { duration: { seconds: 10 }, heartbeatInterval: { seconds: 2 } },
        direct: { enabled: true, environments: ['production'] },
      },
    );
    await world.store.run(noise);
    owner = `${new URL(world.gitlab.url).host.replace(':', '_')}/5`;
    await allowInbox(made.client, { bucket, prefix, owner, user: 'job' });
    const { endpoint, region } = server;
    jobClient = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: jobKeys,
    });
    const key = await readSigningKey(
      JSON.parse(await readFile(world.signingKey, 'utf8')),
    );
    pinned = key.kid;
  });

  afterAll(async () => {
    await world?.stop();
    await server?.stop();
  });

  it('has published a plan for what a gate has made known', async () => {
    const gated = await job(['--trigger', 'pre-deploy'], {
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
      expect(await keysBelow(`_plans/${owner}/production/`)).toHaveLength(1);
    }, 60);
  });

  it('leaves to the job nothing but adding to its inbox', async () => {
    const [manifest] = (await keysBelow('default/')).filter(key =>
      key.endsWith('/manifest.json'),
    );
    const at = (key: string) => ({ Bucket: bucket, Key: `${prefix}/${key}` });
    const put = (key: string) =>
      jobClient.send(new PutObjectCommand({ ...at(key), Body: 'x' }));
    const denied = { name: 'AccessDenied' };
    await expect(put(manifest)).rejects.toMatchObject(denied);
    await expect(put('_plans/x/5/production/x.json')).rejects.toMatchObject(
      denied,
    );
    await expect(put('_direct/other/5/x')).rejects.toMatchObject(denied);
    await put(`_direct/${owner}/probe`);
    for (const key of [manifest, `_direct/${owner}/probe`]) {
      await expect(
        jobClient.send(new GetObjectCommand(at(key))),
      ).rejects.toMatchObject(denied);
      await expect(
        jobClient.send(new DeleteObjectCommand(at(key))),
      ).rejects.toMatchObject(denied);
    }
    await expect(
      jobClient.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/` }),
      ),
    ).rejects.toMatchObject(denied);
    await storage.deleteObject(`_direct/${owner}/probe`);
  });

  it('is not down when it refuses', async () => {
    const ended = await job([], { project_id: '6', job_project_id: '6' });
    expect(ended).toMatchObject({ code: 3 });
    expect(await drafts()).toEqual([]);
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
      const before = (await drafts()).length;
      const proxy = await WatchingProxy.start(world.portal.url);
      const arrived = proxy.watch(moment).then(async () => {
        await world.portal.kill();
        await proxy.stop();
      });
      const ended = await job(
        ['--trigger', 'pre-deploy', '--receipt-file', `${pipeline}.env`],
        { pipeline_id: pipeline },
        { SAFEPOINT_PORTAL_URL: proxy.url },
      );
      await arrived;
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.output).toContain('without the portal');
      expect(await drafts()).toHaveLength(before + 1);
      expect(
        await readFile(join(world.folder, `${pipeline}.env`), 'utf8'),
      ).toMatch(/^SAFEPOINT_RECEIPT=direct\.[0-9A-Z]{26}$/m);
      await world.startAgain();
    },
  );

  it('has, when it is back, adopted what was made and lost what was half made', async () => {
    await eventually(async () => expect(await drafts()).toEqual([]), 90);
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
      const ended = await job(['--on-portal-unreachable', 'fail']);
      expect(ended).toMatchObject({ code: 7 });
      expect(Date.now() - since).toBeLessThan(30_000);
      expect(await drafts()).toEqual([]);
    });

    it('lets a job in whose cloud takes the token of GitLab for keys', async () => {
      const sts = await StandInSts.start(jobKeys);
      const role = 'arn:aws:iam::123456789012:role/safepoint-orders';
      const ended = await job(
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
      const [draft] = await drafts();
      const folder = draft.slice(0, draft.lastIndexOf('/'));
      for (const key of await keysBelow(`${folder}/`)) {
        await storage.deleteObject(key);
      }
    });

    it('stops nothing where the job may go on', async () => {
      const ended = await job(['--trigger', 'pre-deploy'], {
        pipeline_id: '703',
      });
      expect(ended).toMatchObject({ code: 0 });
      expect(await drafts()).toHaveLength(1);
      // A person could restore it by hand, even if the portal never came back.
      const [draft] = await drafts();
      const folder = draft.slice(0, draft.lastIndexOf('/'));
      expect(
        (await keysBelow(`${folder}/`)).map(key => key.split('/').at(-1)),
      ).toEqual(['RUNBOOK.md', 'data.header', 'data.payload', 'draft.json']);
    });

    it('lets a job follow no plan but a good one of its portal', async () => {
      const folder = `_plans/${owner}/production`;
      const [key] = await keysBelow(`${folder}/`);
      const honest = await storage.readObject(key);
      const plan = JSON.parse(String(honest));
      const theirs = [await recipientOf(await generateIdentity())];
      const portal = await readSigningKey(
        JSON.parse(await readFile(world.signingKey, 'utf8')),
      );
      const another = await generateSigningKey();
      const { signature: _, ...unsigned } = plan;
      const bad = {
        unsigned: { ...unsigned, recipients: theirs },
        changed: { ...plan, recipients: theirs },
        foreign: await signDocument(
          {
            ...plan,
            recipients: theirs,
            key: { kty: 'OKP', crv: 'Ed25519', x: another.x },
          },
          another,
        ),
        expired: await signDocument(
          { ...plan, expiresAt: '2026-01-01T00:00:00.000Z' },
          portal,
        ),
      };
      const before = await drafts();
      for (const [name, value] of Object.entries(bad)) {
        await storage.deleteObject(key);
        await storage.createObject(key, Buffer.from(JSON.stringify(value)));
        const ended = await job([]);
        expect([name, ended.code, ended.output]).toEqual([
          name,
          3,
          expect.stringContaining('portal-plan-missing'),
        ]);
      }
      expect(await drafts()).toEqual(before);
      await storage.deleteObject(key);
      await storage.createObject(key, honest!);
    });

    it('believes no find that its role wrote without a plan', async () => {
      const [draft] = await drafts();
      const value = JSON.parse(String(await storage.readObject(draft)));
      const id = `${value.id.slice(0, -1)}${value.id.endsWith('0') ? 1 : 0}`;
      delete value.plan.signature;
      const folder = draft
        .slice(0, draft.lastIndexOf('/'))
        .replace(value.id, id);
      await jobClient.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `${prefix}/${folder}/draft.json`,
          Body: JSON.stringify({ ...value, id }),
        }),
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
    const ended = await world.byHand(
      [
        'verify',
        ...['--storage', `s3://${bucket}/${prefix}`],
        ...[
          '--point',
          `default/resource/orders-db/production/${adopted[0].id}`,
        ],
        ...['--signing-keys', world.signingKeys],
        ...['--identity', world.escrowIdentity],
      ],
      cloudOf(server),
    );
    expect(ended).toMatchObject({ code: 0 });
  });

  /** A job of the service's project that may go on without the portal. */
  async function job(
    args: string[],
    claims: JWTPayload = {},
    variables: Record<string, string> = {},
  ) {
    jobs += 1;
    const own = { pipeline_id: `${jobs}`, job_id: `${jobs}`, ...claims };
    const proof = await world.gitlab.mint({
      aud: `${world.portal.url}/direct`,
      project_id: '5',
      job_project_id: '5',
      project_path: 'shop/orders',
      environment: 'production',
      environment_protected: 'true',
      ...own,
    });
    return world.job(['backup', ...args], own, {
      SAFEPOINT_ON_PORTAL_UNREACHABLE: 'direct',
      SAFEPOINT_PORTAL_DEADLINE_SECONDS: '3',
      SAFEPOINT_DIRECT_STORAGE: `s3://${bucket}/${prefix}`,
      SAFEPOINT_DIRECT_TOKEN: proof,
      SAFEPOINT_SIGNING_KEY: pinned,
      ...cloudOf({ ...server, ...jobKeys }),
      ...variables,
    });
  }

  async function keysBelow(below: string): Promise<string[]> {
    const keys = [];
    for await (const { key } of storage.listObjects(below)) keys.push(key);
    return keys;
  }

  /** Of finds that nobody has dealt with. */
  async function drafts(): Promise<string[]> {
    const keys = await keysBelow('_direct/');
    return keys.filter(
      key => key.endsWith('/draft.json') && key.includes(store.split('/')[1]),
    );
  }
});

function cloudOf(server: {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}) {
  return {
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_REGION: server.region,
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
  };
}

async function eventually(check: () => Promise<void>, seconds: number) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
