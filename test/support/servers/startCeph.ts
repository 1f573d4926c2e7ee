import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatCephConfiguration } from './cephConfiguration';
import { findFreePorts } from './freePorts';
import { ServerProcesses } from './ServerProcesses';
import { findServerUser, giveTo } from './serverUser';

export const cephTools = [
  'ceph',
  'ceph-authtool',
  'ceph-mon',
  'ceph-osd',
  'monmaptool',
  'radosgw',
  'radosgw-admin',
];

export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface S3Server {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Another user, who owns nothing; only where the server is ours. */
  createUser?(name: string): Promise<S3Keys>;
  stop(): Promise<void>;
}

/**
 * A real S3 service for tests: the one that SAFEPOINT_TEST_S3_ENDPOINT, …_ACCESS_KEY and …_SECRET_KEY
 * name, else Ceph's RADOS gateway with its data in memory, up in two seconds.
 */
export async function startCeph(): Promise<S3Server> {
  const given = findGivenServer();
  if (given) {
    return given;
  }
  const user = findServerUser('ceph', 'nobody');
  const folder = mkdtempSync(join(tmpdir(), 'safepoint-ceph-'));
  giveTo(user, folder);
  for (const name of ['mon', 'osd', 'log', 'run', 'rgw']) {
    mkdirSync(join(folder, name));
    giveTo(user, join(folder, name));
  }
  const configurationFile = join(folder, 'ceph.conf');
  const { PATH } = process.env;
  const env = {
    PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    CEPH_CONF: configurationFile,
  };
  const processes = new ServerProcesses(user, env);
  const stop = async () => {
    await processes.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const firstPort = await findFreePorts(21);
    const s3Port = firstPort + 20;
    const clusterId = randomUUID();
    const options = { folder, clusterId, firstPort, s3Port };
    writeFileSync(configurationFile, formatCephConfiguration(options), {
      mode: 0o644,
    });
    await startMonitor(processes, options);
    await startObjectStore(processes, folder);
    const { accessKeyId, secretAccessKey } = await startGateway(
      processes,
      folder,
      s3Port,
    );
    const endpoint = `http://127.0.0.1:${s3Port}`;
    return {
      endpoint,
      region: 'us-east-1',
      accessKeyId,
      secretAccessKey,
      createUser: name => createUser(processes, name),
      stop,
    };
  } catch (error) {
    const log = await readFile(
      join(folder, 'log', 'processes.out'),
      'utf8',
    ).catch(() => '');
    await stop();
    throw new Error(`Ceph did not start: ${error}\n${log.slice(-2000)}`);
  }
}

async function startMonitor(
  processes: ServerProcesses,
  options: { folder: string; clusterId: string; firstPort: number },
): Promise<void> {
  const { folder, clusterId, firstPort } = options;
  const keyring = join(folder, 'keyring');
  const map = join(folder, 'monmap');
  const addKey = (name: string, create: string[], ...caps: string[]) =>
    processes.run('ceph-authtool', [
      ...create,
      keyring,
      '-g',
      '-n',
      name,
      ...caps.flatMap(cap => ['--cap', ...cap.split('=')]),
    ]);
  await addKey('mon.', ['-C'], 'mon=allow *');
  await addKey(
    'client.admin',
    [],
    'mon=allow *',
    'osd=allow *',
    'mgr=allow *',
    'mds=allow *',
  );
  await addKey('osd.0', [], 'mon=allow profile osd', 'osd=allow *');
  await processes.run('monmaptool', [
    '--create',
    '--fsid',
    clusterId,
    '--addv',
    'a',
    `[v2:127.0.0.1:${firstPort}]`,
    '--clobber',
    map,
  ]);
  await processes.run('ceph-mon', [
    '-i',
    'a',
    '--mkfs',
    '--monmap',
    map,
    '--keyring',
    keyring,
  ]);
  processes.start(
    'ceph-mon',
    ['-i', 'a', '-f'],
    join(folder, 'log', 'processes.out'),
  );
}

async function startObjectStore(
  processes: ServerProcesses,
  folder: string,
): Promise<void> {
  const id = randomUUID();
  await processes.run('ceph', ['--connect-timeout', '30', 'osd', 'new', id]);
  await processes.run('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', id]);
  processes.start(
    'ceph-osd',
    ['-i', '0', '-f'],
    join(folder, 'log', 'processes.out'),
  );
}

async function startGateway(
  processes: ServerProcesses,
  folder: string,
  s3Port: number,
) {
  processes.start(
    'radosgw',
    ['-n', 'client.admin', '-f'],
    join(folder, 'log', 'processes.out'),
  );
  const deadline = Date.now() + 60_000;
  while (!(await answers(`http://127.0.0.1:${s3Port}/`))) {
    if (Date.now() > deadline || processes.hasEnded()) {
      throw new Error('the RADOS gateway does not answer');
    }
    await sleep(50);
  }
  return createUser(processes, 'safepoint');
}

async function createUser(
  processes: ServerProcesses,
  name: string,
): Promise<S3Keys> {
  const accessKeyId = randomBytes(10).toString('hex');
  const secretAccessKey = randomBytes(20).toString('hex');
  await processes.run('radosgw-admin', [
    'user',
    'create',
    `--uid=${name}`,
    `--display-name=${name}`,
    `--access-key=${accessKeyId}`,
    `--secret=${secretAccessKey}`,
  ]);
  return { accessKeyId, secretAccessKey };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

export function findGivenServer(): S3Server | undefined {
  const {
    SAFEPOINT_TEST_S3_ENDPOINT: endpoint,
    SAFEPOINT_TEST_S3_ACCESS_KEY: accessKeyId,
    SAFEPOINT_TEST_S3_SECRET_KEY: secretAccessKey,
    SAFEPOINT_TEST_S3_REGION: region = 'us-east-1',
  } = process.env;
  return endpoint && accessKeyId && secretAccessKey
    ? {
        endpoint,
        region,
        accessKeyId,
        secretAccessKey,
        stop: async () => undefined,
      }
    : undefined;
}
