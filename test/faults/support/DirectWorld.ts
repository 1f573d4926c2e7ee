import { readFile } from 'node:fs/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  readSigningKey,
  type SigningKey,
  type Storage,
} from '@safepoint/engine';
import type { JWTPayload } from 'jose';
import { makeS3Storage } from '../../support/makeS3Storage';
import { type S3Server, startCeph } from '../../support/servers';
import { RecoveryWorld } from '../../support/world/RecoveryWorld';
import { allowInbox } from './inboxPolicy';

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Everything of the portal lies below it. */
const prefix = 'safepoint';

/**
 * A portal with direct mode on a real S3 service, and jobs that may go on without it as a user who may only
 * add to the inbox.
 */
export class DirectWorld {
  readonly storage: Storage;
  /** `<GitLab's host>/<project id>`, as in the folders of plans and inboxes. */
  readonly owner: string;
  /** The bucket as a job sees it. */
  readonly jobClient: S3Client;
  #jobs = 90_000;

  private constructor(
    private readonly server: S3Server,
    readonly world: RecoveryWorld,
    made: { storage: Storage; owner: string },
    readonly bucket: string,
    readonly jobKeys: Keys,
  ) {
    const { endpoint, region } = server;
    this.storage = made.storage;
    this.owner = made.owner;
    this.jobClient = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: jobKeys,
    });
  }

  static async start(): Promise<DirectWorld> {
    const server = await startCeph();
    try {
      if (!server.createUser) {
        throw new Error(
          'This test needs a second user; let it start its own Ceph (unset SAFEPOINT_TEST_S3_ENDPOINT).',
        );
      }
      const jobKeys = await server.createUser('job');
      const { storage, bucket, client, options } = await makeS3Storage(server, {
        storage: { prefix },
        versioning: true,
      });
      const world = await RecoveryWorld.start(
        { type: 's3', ...options, forcePathStyle: true },
        {
          lease: {
            duration: { seconds: 10 },
            heartbeatInterval: { seconds: 2 },
          },
          direct: { enabled: true, environments: ['production'] },
        },
      );
      const owner = `${new URL(world.gitlab.url).host.replace(':', '_')}/5`;
      await allowInbox(client, { bucket, prefix, owner, user: 'job' });
      const made = { storage, owner };
      return new DirectWorld(server, world, made, bucket, jobKeys);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.server.stop();
  }

  /** A bucket and a key as S3's commands name them. */
  at(key: string) {
    return { Bucket: this.bucket, Key: `${prefix}/${key}` };
  }

  /** As the job's user. */
  put(key: string, body: string) {
    return this.jobClient.send(
      new PutObjectCommand({ ...this.at(key), Body: body }),
    );
  }

  async signingKey(): Promise<SigningKey> {
    return readSigningKey(
      JSON.parse(await readFile(this.world.signingKey, 'utf8')),
    );
  }

  /** `safepoint backup` in a job of the service's project that may go on without the portal. */
  async backUp(
    args: string[],
    claims: JWTPayload = {},
    variables: Record<string, string> = {},
  ) {
    this.#jobs += 1;
    const id = `${this.#jobs}`;
    const own = { pipeline_id: id, job_id: id, ...claims };
    const proof = await this.world.gitlab.mint({
      aud: `${this.world.portal.url}/direct`,
      project_id: '5',
      job_project_id: '5',
      project_path: 'shop/orders',
      environment: 'production',
      environment_protected: 'true',
      ...own,
    });
    return this.world.job(['backup', ...args], own, {
      SAFEPOINT_ON_PORTAL_UNREACHABLE: 'direct',
      SAFEPOINT_PORTAL_DEADLINE_SECONDS: '3',
      SAFEPOINT_DIRECT_STORAGE: `s3://${this.bucket}/${prefix}`,
      SAFEPOINT_DIRECT_TOKEN: proof,
      SAFEPOINT_SIGNING_KEY: (await this.signingKey()).kid,
      ...this.#cloudOf(this.jobKeys),
      ...variables,
    });
  }

  /** By hand, with the bucket and the escrow identity. */
  async verify(id: string) {
    return this.world.byHand(
      [
        'verify',
        ...['--storage', `s3://${this.bucket}/${prefix}`],
        ...['--point', `default/resource/orders-db/production/${id}`],
        ...['--signing-keys', this.world.signingKeys],
        ...['--identity', this.world.escrowIdentity],
      ],
      this.#cloudOf(this.server),
    );
  }

  async keysBelow(below: string): Promise<string[]> {
    const keys = [];
    for await (const { key } of this.storage.listObjects(below)) {
      keys.push(key);
    }
    return keys;
  }

  /** Of finds that nobody has dealt with. */
  async drafts(): Promise<string[]> {
    const keys = await this.keysBelow('_direct/');
    return keys.filter(key => key.endsWith('/draft.json'));
  }

  #cloudOf({ accessKeyId, secretAccessKey }: Keys) {
    return {
      AWS_ENDPOINT_URL_S3: this.server.endpoint,
      AWS_REGION: this.server.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }
}
