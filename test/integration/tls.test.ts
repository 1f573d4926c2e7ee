import { chmodSync, chownSync, copyFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, type S3Server, startCeph } from '../support/servers';
import { PrivateCluster } from '../support/servers/PrivateCluster';
import { findServerUser } from '../support/servers/serverUser';
import { type Certificate, TestAuthority } from '../support/tls/TestAuthority';
import { TlsFront } from '../support/tls/TlsFront';
import { OrdersStore } from '../support/world/OrdersStore';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

/** The superuser is the test's own; what jobs connect as comes in by TLS or not at all. */
const rules = `
hostnossl all postgres 127.0.0.1/32 trust
hostssl all owner,reader 127.0.0.1/32 trust
`;

let authority: TestAuthority;
let stranger: TestAuthority;
let certificate: Certificate;

beforeAll(() => {
  authority = new TestAuthority('ours');
  stranger = new TestAuthority('theirs');
  certificate = authority.issue('server', 'IP:127.0.0.1');
});

afterAll(async () => {
  await authority?.stop();
  await stranger?.stop();
});

requireServer('postgres')('a PostgreSQL that wants TLS', () => {
  let world: RecoveryWorld;
  let cluster: PrivateCluster;
  let store: OrdersStore;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
    cluster = await PrivateCluster.start();
    const url = new URL(cluster.url('postgres'));
    store = new OrdersStore({
      url: database => cluster.url(database),
      adminUrl: url.toString(),
      host: url.hostname,
      port: Number(url.port),
      stop: () => cluster.remove(),
    });
    await store.create();
    await switchTlsOn();
  });

  afterAll(async () => {
    await cluster?.remove();
    await world?.stop();
  });

  /** With a key that the server's own user can read and nobody else. */
  async function switchTlsOn(): Promise<void> {
    const [{ file }] = await ask(`select current_setting('hba_file') as file`);
    const own = {
      certFile: join(dirname(file), 'tls.pem'),
      keyFile: join(dirname(file), 'tls.key'),
    };
    const user = findServerUser('postgres', 'nobody');
    for (const name of ['certFile', 'keyFile'] as const) {
      copyFileSync(certificate[name], own[name]);
      chmodSync(own[name], 0o600);
      if (user) chownSync(own[name], user.uid, user.gid);
    }
    await ask(`alter system set ssl_cert_file = '${own.certFile}'`);
    await ask(`alter system set ssl_key_file = '${own.keyFile}'`);
    await ask('alter system set ssl = on');
    await writeFile(file, rules);
    await ask('select pg_reload_conf()');
  }

  async function ask(sql: string) {
    const client = new Client({
      connectionString: cluster.url('postgres'),
    });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** What a job finds, each connection with these parameters. */
  function variables(parameters: string, host = '127.0.0.1') {
    return Object.fromEntries(
      Object.entries(store.variables).map(([name, text]) => {
        const url = new URL(text);
        url.hostname = host;
        return [name, `${url}?${parameters}`];
      }),
    );
  }

  it('is saved, drilled and restored with sslmode=verify-full and its CA', async () => {
    const saved = await store.read();
    const job = variables(
      `sslmode=verify-full&sslrootcert=${authority.caFile}`,
    );
    expect(await world.job(['backup'], {}, job)).toMatchObject({ code: 0 });
    expect(await world.job(['drill'], {}, job)).toMatchObject({ code: 0 });
    const { id } = (await world.recovery()).recoveryPoints[0];
    await store.runAsSuperuser('delete from orders');
    const restored = await world.byHand(
      [
        ...['restore', '--from-storage', `file://${world.storageRoot}`],
        ...['--point', `default/resource/orders-db/production/${id}`],
        ...['--signing-keys', world.signingKeys],
        ...['--identity', world.escrowIdentity],
        ...['--store-url-env', 'ORDERS_RESTORE_URL', '--switch'],
      ],
      job,
    );
    expect(restored).toMatchObject({ code: 0 });
    expect(await store.read()).toEqual(saved);
  });

  it.each([
    ['verify-ca', 'localhost'],
    ['require', 'localhost'],
  ])(
    'is saved with sslmode=%s as %s, whose name is not compared',
    async (mode, host) => {
      const parameters = `sslmode=${mode}&sslrootcert=${authority.caFile}`;
      const ended = await world.job(
        ['backup'],
        {},
        variables(parameters, host),
      );
      expect(ended).toMatchObject({ code: 0 });
    },
  );

  it.each([
    [
      'without TLS',
      () => variables('sslmode=disable'),
      /no encryption.*\[store-denied\]/s,
    ],
    [
      'with the CA of somebody else',
      () => variables(`sslmode=verify-full&sslrootcert=${stranger.caFile}`),
      /could not prove who it is.*sslrootcert.*\[store-untrusted\]/s,
    ],
    [
      'with a CA named, though sslmode only requires TLS',
      () => variables(`sslmode=require&sslrootcert=${stranger.caFile}`),
      /could not prove who it is.*\[store-untrusted\]/s,
    ],
    [
      'by a name that its certificate is not for',
      () =>
        variables(
          `sslmode=verify-full&sslrootcert=${authority.caFile}`,
          'localhost',
        ),
      /could not prove who it is.*for localhost\..*\[store-untrusted\]/s,
    ],
  ])('is not saved %s', async (_, job, said) => {
    const ended = await world.job(['backup'], {}, job());
    expect(ended).toMatchObject({ code: 4 });
    expect(ended.output).toMatch(said);
  });

  it('is not saved with a CA that is not there', async () => {
    const job = variables('sslmode=verify-full&sslrootcert=/nowhere/ca.pem');
    const ended = await world.job(['backup'], {}, job);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.output).toMatch(
      /\/nowhere\/ca\.pem, which sslrootcert .* cannot be read \(ENOENT\)/,
    );
  });
});

requireServer('postgres')('a portal behind TLS', () => {
  let world: RecoveryWorld;
  let front: TlsFront;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
    front = await TlsFront.start(world.portal.url, certificate);
  });

  afterAll(async () => {
    await front?.stop();
    await world?.stop();
  });

  const backUp = (caFile: string) =>
    world.job(
      ['backup'],
      {},
      { SAFEPOINT_PORTAL_URL: front.url, NODE_EXTRA_CA_CERTS: caFile },
    );

  it('is believed by the CA that NODE_EXTRA_CA_CERTS names', async () => {
    expect(await backUp(authority.caFile)).toMatchObject({ code: 0 });
  });

  it('is not believed otherwise, at once and with what to do', async () => {
    const startedAt = Date.now();
    const ended = await backUp(stranger.caFile);
    expect(ended).toMatchObject({ code: 7 });
    expect(ended.output).toMatch(/certificate is not believed.*NODE_EXTRA_CA/);
    expect(Date.now() - startedAt).toBeLessThan(30_000);
  });
});

requireServer('s3')('a bucket behind TLS', () => {
  let server: S3Server;
  let front: TlsFront;
  let world: RecoveryWorld;
  let bucket: string;

  beforeAll(async () => {
    server = await startCeph();
    front = await TlsFront.start(server.endpoint, certificate);
    const made = await makeS3Storage(server);
    bucket = made.bucket;
    world = await RecoveryWorld.start({
      ...{ type: 's3', forcePathStyle: true, ...made.options },
    });
  });

  afterAll(async () => {
    await world?.stop();
    await front?.stop();
    await server?.stop();
  });

  it('is read by hand with its CA, and not otherwise', async () => {
    const { prefix } = await world.backUp();
    const verify = (caFile: string) =>
      world.byHand(
        [
          ...['verify', '--storage', `s3://${bucket}`, '--point', prefix],
          ...['--signing-keys', world.signingKeys],
        ],
        {
          AWS_ACCESS_KEY_ID: server.accessKeyId,
          AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
          AWS_ENDPOINT_URL_S3: front.url,
          NODE_EXTRA_CA_CERTS: caFile,
        },
      );
    expect(await verify(authority.caFile)).toMatchObject({ code: 0 });
    const ended = await verify(stranger.caFile);
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.output).toMatch(/certificate .* not believed.*NODE_EXTRA_CA/);
  });
});
