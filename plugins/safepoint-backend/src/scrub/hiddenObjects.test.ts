import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Storage } from '@safepoint/engine/s3';
import { createWorkbench } from '../agent/testUtils/createWorkbench';
import { createScrubBench } from './testUtils/createScrubBench';

jest.setTimeout(60_000);

const {
  SAFEPOINT_TEST_S3_ENDPOINT: endpoint,
  SAFEPOINT_TEST_S3_ACCESS_KEY: accessKeyId = '',
  SAFEPOINT_TEST_S3_SECRET_KEY: secretAccessKey = '',
  SAFEPOINT_TEST_S3_REGION: region = 'us-east-1',
} = process.env;

/** Only a bucket has versions. */
const describeOnS3 = endpoint ? describe : describe.skip;

describeOnS3('the scrub of a bucket with versions', () => {
  let bench: ReturnType<typeof createScrubBench>;
  let client: S3Client;
  const Bucket = `safepoint-scrub-${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    const credentials = { accessKeyId, secretAccessKey };
    client = new S3Client({
      ...{ endpoint, region, credentials, forcePathStyle: true },
    });
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
  });
  afterAll(() => client.destroy());

  beforeEach(async () => {
    const storage = new S3Storage({
      ...{ bucket: Bucket, endpoint: endpoint ?? '', region },
      ...{ accessKeyId, secretAccessKey },
      prefix: randomBytes(6).toString('hex'),
    });
    bench = createScrubBench(await createWorkbench({ storage }));
  });
  afterEach(() => bench.stop());

  const find = async (id: string) => (await bench.stores.points.find(id))!;
  const at = (key: string) => ({
    Bucket,
    Key: bench.storage.locationOf(key).slice(`s3://${Bucket}/`.length),
  });
  const lookAgain = async () => {
    bench.advance(3_600);
    await bench.scrubber.look();
    await bench.scrubber.read();
  };

  it.each(['data.payload', 'data.header', 'manifest.json'])(
    'tells a %s that a delete marker hides, and forgets it when the marker is removed',
    async name => {
      const { point } = await bench.agent.backUp();
      const key = at(`${bench.folderOf(point.id)}/${name}`);
      const marker = await client.send(new DeleteObjectCommand(key));
      await bench.passPeriod();
      expect(await find(point.id)).toMatchObject({
        status: 'hidden',
        level: 'L0',
        problem: { kind: 'object-hidden' },
      });
      const problems = await bench.openProblems();
      expect(problems.map(({ code }) => code)).toEqual([
        'recovery-points-hidden',
      ]);
      await client.send(
        new DeleteObjectCommand({ ...key, VersionId: marker.VersionId }),
      );
      await lookAgain();
      expect(await find(point.id)).toMatchObject({
        status: 'available',
        level: 'L1',
      });
      expect(await bench.openProblems()).toEqual([]);
    },
  );

  it.each(['data.payload', 'data.header', 'manifest.json'])(
    'tells a %s that a newer version shadows, until that is deleted',
    async name => {
      const { point } = await bench.agent.backUp();
      const key = at(`${bench.folderOf(point.id)}/${name}`);
      const newer = await client.send(
        new PutObjectCommand({ ...key, Body: 'theirs' }),
      );
      await bench.passPeriod();
      expect(await find(point.id)).toMatchObject({
        status: 'hidden',
        problem: { kind: 'object-shadowed' },
      });
      await client.send(
        new DeleteObjectCommand({ ...key, VersionId: newer.VersionId }),
      );
      await lookAgain();
      expect(await find(point.id)).toMatchObject({ status: 'available' });
    },
  );

  it('minds no newer version of the same bytes: two writers of one manifest leave one', async () => {
    const { point } = await bench.agent.backUp();
    for (const name of ['data.header', 'manifest.json']) {
      const key = `${bench.folderOf(point.id)}/${name}`;
      const Body = await bench.storage.readObject(key);
      await client.send(new PutObjectCommand({ ...at(key), Body }));
    }
    await bench.passPeriod();
    expect(await find(point.id)).toMatchObject({ status: 'available' });
    expect(await bench.openProblems()).toEqual([]);
  });
});
