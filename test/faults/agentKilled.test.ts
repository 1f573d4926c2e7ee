import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  EntityRecoveryView,
  InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { Client } from 'pg';
import { type Moment, WatchingProxy } from '../support/portal/WatchingProxy';
import { findTool, requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(400_000);

const agent = join(
  dirname(require.resolve('@safepoint/agent/package.json')),
  'dist/safepoint.cjs',
);

/** About 150 MB that no compression makes smaller: nine parts. */
const noise = `
  create table noise (id int primary key, data bytea);
  alter table noise alter data set storage external;
  insert into noise
    select g, (select string_agg(sha512((g || '-' || h)::bytea), '') from generate_series(1, 128) h)
      from generate_series(1, 18500) g;`;

const open = /^POST .*\/agent\/runs$/;
const sign = /^POST .*\/recovery-points\/[^/]+\/parts$/;
const part = /^PUT .*\/storage\/parts/;
const complete = /^POST .*\/complete$/;
const finish = /^POST .*\/finish$/;

/** When the agent is killed, and what must become of its point. */
const deaths: (Moment & { name: string; becomes: 'lost' | 'available' })[] = [
  {
    name: 'its run is open and it does not know',
    call: open,
    count: 1,
    at: 'answered',
    becomes: 'lost',
  },
  {
    name: 'before it asks for the first part',
    call: sign,
    count: 1,
    at: 'before',
    becomes: 'lost',
  },
  {
    name: 'before its first part',
    call: part,
    count: 1,
    at: 'before',
    becomes: 'lost',
  },
  {
    name: 'in the middle of a part',
    call: part,
    count: 2,
    at: 'half',
    becomes: 'lost',
  },
  {
    name: 'after part 3',
    call: part,
    count: 3,
    at: 'answered',
    becomes: 'lost',
  },
  {
    name: 'after part 7',
    call: part,
    count: 7,
    at: 'answered',
    becomes: 'lost',
  },
  {
    name: 'before it completes',
    call: complete,
    count: 1,
    at: 'before',
    becomes: 'lost',
  },
  {
    name: 'while the portal completes',
    call: complete,
    count: 1,
    at: 'asked',
    becomes: 'available',
  },
  {
    name: 'when the portal has completed',
    call: complete,
    count: 1,
    at: 'answered',
    becomes: 'available',
  },
  {
    name: 'before it finishes',
    call: finish,
    count: 1,
    at: 'before',
    becomes: 'available',
  },
];

requireServer('postgres')('an agent that is killed', () => {
  let world: RecoveryWorld;
  let proxy: WatchingProxy;

  beforeAll(async () => {
    world = await RecoveryWorld.start(undefined, {
      lease: { duration: { seconds: 10 }, heartbeatInterval: { seconds: 2 } },
    });
    await world.store.run(noise);
    proxy = await WatchingProxy.start(world.portal.url);
  });

  afterAll(async () => {
    await proxy?.stop();
    await world?.stop();
  });

  // One environment for each death: all have their own lease, and one sweep settles them together.
  const environments = deaths.map((death, index) => ({
    ...death,
    environment: `staging-${index + 1}`,
  }));

  it.each(environments)(
    'leaves no pg_dump behind: $name',
    async ({ environment, ...moment }) => {
      const arrived = proxy.watch(moment);
      const child = await start(environment, proxy.url);
      const ended = once(child, 'exit');
      await Promise.race([arrived, ended]);
      child.kill('SIGKILL');
      expect(await ended).toEqual([null, 'SIGKILL']);
      await eventually(async () => expect(await dumps()).toEqual([]), 15);
    },
  );

  it('has left, after the sweep, points that are whole or nothing at all', async () => {
    await eventually(async () => {
      expect(await statuses()).toEqual(
        Object.fromEntries(
          environments.map(({ environment, becomes }) => [
            environment,
            [becomes],
          ]),
        ),
      );
    }, 90);
    await eventually(async () => {
      const files = await filesOf(world.storageRoot);
      const left = files.filter(file => !isRecord(file));
      const whole = [];
      for (const { environment, becomes } of environments) {
        if (becomes !== 'available') continue;
        const [{ id }] = await pointsOf(environment);
        const prefix = `default/resource/orders-db/${environment}/${id}`;
        whole.push(
          ...['RUNBOOK.md', 'data.header', 'data.payload', 'manifest.json'].map(
            name => `${prefix}/${name}`,
          ),
        );
      }
      // Nothing else: no parts, no uploads, no payload of a point that is lost.
      expect(left.sort()).toEqual(whole.sort());
    }, 45);
  });

  it('has left what is available so that it verifies', async () => {
    for (const { environment, becomes } of environments) {
      if (becomes !== 'available') continue;
      const [{ id }] = await pointsOf(environment);
      const ended = await world.byHand([
        'verify',
        ...['--storage', `file://${world.storageRoot}`],
        ...['--point', `default/resource/orders-db/${environment}/${id}`],
        ...['--signing-keys', world.signingKeys],
        ...['--identity', world.escrowIdentity],
      ]);
      expect(ended).toMatchObject({ code: 0 });
    }
    expect.hasAssertions();
  });

  it('does not stand in the way of the next backup', async () => {
    for (const { environment } of environments) {
      const child = await start(environment, world.portal.url);
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
    const found = Object.values(await statuses());
    expect(found).toHaveLength(deaths.length);
    expect(found.every(([newest]) => newest === 'available')).toBe(true);
  });

  async function start(environment: string, portalUrl: string) {
    const token = await world.gitlab.mint({
      aud: world.portal.url,
      project_id: '5',
      job_project_id: '5',
      project_path: 'shop/orders',
      pipeline_id: '700',
      job_id: `${Math.floor(Math.random() * 1e9)}`,
      environment,
      environment_protected: 'false',
    });
    return spawn(process.execPath, [agent, 'backup'], {
      cwd: world.folder,
      stdio: 'ignore',
      env: {
        PATH: `${process.env.PATH}:${dirname(findTool('pg_dump')!)}`,
        ...world.store.variables,
        SAFEPOINT_PORTAL_URL: portalUrl,
        SAFEPOINT_ID_TOKEN: token,
        SAFEPOINT_ENVIRONMENT: environment,
      },
    });
  }

  async function instances(): Promise<InstanceRecoveryView[]> {
    const { environments: found } = await world.ask<EntityRecoveryView>(
      'dana',
      '/entities/default/resource/orders-db/recovery',
    );
    return found.flatMap(({ instances: own }) => own);
  }

  async function pointsOf(environment: string) {
    const all = await instances();
    return (
      all.find(({ instance }) => instance.environment === environment)
        ?.recoveryPoints ?? []
    );
  }

  async function statuses() {
    return Object.fromEntries(
      (await instances()).map(({ instance, recoveryPoints }) => [
        instance.environment,
        recoveryPoints.map(({ status }) => status),
      ]),
    );
  }

  async function dumps(): Promise<unknown[]> {
    const client = new Client({
      connectionString: world.store.server.adminUrl,
    });
    await client.connect();
    try {
      const { rows } = await client.query(
        `select pid, application_name from pg_stat_activity where datname = 'orders'`,
      );
      return rows;
    } finally {
      await client.end();
    }
  }
});

function isRecord(file: string): boolean {
  return file.includes('/records/');
}

async function filesOf(root: string): Promise<string[]> {
  const names = await readdir(root, { recursive: true });
  const files = [];
  for (const name of names) {
    const found = await stat(join(root, name)).catch(() => undefined);
    if (found?.isFile()) files.push(relative(root, join(root, name)));
  }
  return files;
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
