import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, type S3Server, startCeph } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

/** A storage as whoever recovers by hand comes to it. */
interface Place {
  world: RecoveryWorld;
  address: string;
  /** What the program finds in its environment besides the store. */
  variables: Record<string, string>;
}

function describeBreakGlass(prepare: () => Promise<Place>) {
  let place: Place;

  beforeAll(async () => {
    place = await prepare();
  });

  afterAll(() => place?.world.stop());

  it('verifies, restores and switches with the escrow identity, without a portal', async () => {
    const { world, address } = place;
    const saved = await world.store.read();
    const { prefix } = await world.backUp();
    await world.portal.kill();
    await expect(fetch(world.portal.url)).rejects.toThrow();
    for (const name of ['portal', 'backend.age', 'signing.jwk.json']) {
      await rm(join(world.folder, name), { recursive: true });
    }
    await world.store.run('delete from orders; drop table orders;');
    const variables = { ...world.store.variables, ...place.variables };
    const what = [
      ...['--point', prefix],
      ...['--signing-keys', world.signingKeys],
      ...['--identity', world.escrowIdentity],
    ];

    const verified = await world.byHand(
      ['verify', '--storage', address, ...what],
      place.variables,
    );
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.output).toContain('decrypts to exactly what was dumped');

    const restored = await world.byHand(
      [
        ...['restore', '--from-storage', address, ...what],
        ...['--store-url-env', 'ORDERS_RESTORE_URL', '--switch'],
      ],
      variables,
    );
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.output).toContain('orders is the restored store now');
    expect(await world.store.read()).toEqual(saved);
  });
}

requireServer('postgres')('break glass from a folder', () => {
  describeBreakGlass(async () => {
    const world = await RecoveryWorld.start();
    return { world, address: `file://${world.storageRoot}`, variables: {} };
  });
});

requireServer('s3')('break glass from a bucket', () => {
  let server: S3Server;
  let place: Place;

  beforeAll(async () => {
    server = await startCeph();
  });

  afterAll(() => server?.stop());

  describeBreakGlass(async () => {
    const { options, bucket } = await makeS3Storage(server, {
      versioning: true,
    });
    const prefix = 'platform/safepoint';
    const world = await RecoveryWorld.start({
      ...{ type: 's3', forcePathStyle: true, ...options },
      prefix,
    });
    // Not one variable holds the credentials: the SDK finds them in the profile that is named.
    const profiles = join(world.folder, 'credentials');
    await writeFile(
      profiles,
      [
        '[on-call]',
        `aws_access_key_id = ${server.accessKeyId}`,
        `aws_secret_access_key = ${server.secretAccessKey}`,
      ].join('\n'),
    );
    place = {
      world,
      address: `s3://${bucket}/${prefix}`,
      variables: {
        AWS_SHARED_CREDENTIALS_FILE: profiles,
        AWS_PROFILE: 'on-call',
        AWS_ENDPOINT_URL_S3: server.endpoint,
        AWS_REGION: server.region,
      },
    };
    return place;
  });

  it.each([
    [
      'no credentials',
      { AWS_PROFILE: 'nobody', AWS_EC2_METADATA_DISABLED: 'true' },
      '',
      /credentials/i,
    ],
    [
      'a wrong secret',
      {
        AWS_ACCESS_KEY_ID: 'somebody',
        AWS_SECRET_ACCESS_KEY: 'hunter-2',
        AWS_PROFILE: '',
      },
      '',
      /refused|denied|not let/i,
    ],
    ['a bucket that is not there', {}, 'not-', /bucket/i],
  ])('says what is wrong with %s', async (_, changes, before, said) => {
    const { world, address, variables } = place;
    const ended = await world.byHand(
      [
        ...['verify', '--storage', address.replace('s3://', `s3://${before}`)],
        ...['--point', 'default/resource/orders-db/production/01JD0'],
        ...['--signing-keys', world.signingKeys],
      ],
      { ...variables, ...changes },
    );
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.output).toMatch(said);
    expect(ended.output).toMatch(/\[storage-[\w-]+\]/);
    expect(ended.output).not.toContain('hunter-2');
  });
});
