import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireServer } from '../support/servers';
import { findFreePorts } from '../support/servers/freePorts';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import type { Ended } from '../support/world/runProgram';

jest.setTimeout(240_000);

const store = 'resource:default/orders-db';

requireServer('postgres')('what the person on call sees', () => {
  let world: RecoveryWorld;
  let withoutPortal: Promise<Ended>;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
    // The agent is patient with a portal that restarts; the other tests run meanwhile.
    const port = await findFreePorts(1);
    withoutPortal = backUp({
      SAFEPOINT_PORTAL_URL: `http://127.0.0.1:${port}`,
    });
  });

  afterAll(async () => {
    await withoutPortal?.catch(() => undefined);
    await world?.stop();
  });

  async function backUp(
    variables: Record<string, string> = {},
    args: string[] = [],
  ): Promise<Ended> {
    const { portal, gitlab } = world;
    const token = await gitlab.mint({
      aud: portal.url,
      project_id: '5',
      job_project_id: '5',
      project_path: 'shop/orders',
      pipeline_id: '700',
      job_id: `${Math.floor(Math.random() * 1e9)}`,
      environment: 'production',
      environment_protected: 'true',
    });
    return world.byHand(['backup', ...args], {
      ...world.store.variables,
      SAFEPOINT_PORTAL_URL: portal.url,
      SAFEPOINT_ID_TOKEN: token,
      SAFEPOINT_ENVIRONMENT: 'production',
      ...variables,
    });
  }

  async function configure(name: string, lines: string[]): Promise<string[]> {
    const file = join(world.folder, name);
    await writeFile(file, `${lines.join('\n')}\n`);
    return ['--config', file];
  }

  /** Takes PostgreSQL's programs from this folder and nowhere else. */
  async function withPrograms(folder: string): Promise<Ended> {
    await mkdir(folder, { recursive: true });
    const options = await configure('programs.yaml', [
      'stores:',
      `  ${store}:`,
      '    connection: ${ORDERS_DATABASE_URL}',
      `    options: { binFolder: ${JSON.stringify(folder)} }`,
    ]);
    return backUp({}, options);
  }

  it('has nothing to see when all is well', async () => {
    expect(await backUp()).toMatchObject({ code: 0 });
  });

  it('a store that is not bound: refused, alike for all strangers, with where to look', async () => {
    const ended = await backUp({}, ['--store', 'resource:default/unknown-db']);
    expect(ended).toMatchObject({ code: 3 });
    expect(ended.output).toMatch(/not entitled to do this.*log/s);
  });

  it('a database that is not there: its host and port, and never its password', async () => {
    const port = await findFreePorts(1);
    const ended = await backUp({
      ORDERS_DATABASE_URL: `postgresql://reader:hunter-2@127.0.0.1:${port}/orders`,
    });
    expect(ended).toMatchObject({ code: 4 });
    expect(ended.output).toMatch(
      new RegExp(
        `database orders at 127\\.0\\.0\\.1:${port} cannot be reached.*Check host and port.*\\[store-unreachable\\]`,
        's',
      ),
    );
    expect(ended.output).not.toContain('hunter-2');
  });

  it('no pg_dump: the package to install', async () => {
    const ended = await withPrograms(join(world.folder, 'no-programs'));
    expect(ended).toMatchObject({ code: 4 });
    expect(ended.output).toMatch(
      /pg_dump was not found\. Install.*postgresql-client-\d+.*\[tool-missing\]/s,
    );
  });

  it('a pg_dump older than the server: both versions and the package', async () => {
    const folder = join(world.folder, 'old-programs');
    await mkdir(folder);
    await writeFile(
      join(folder, 'pg_dump'),
      '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n',
    );
    await chmod(join(folder, 'pg_dump'), 0o755);
    const ended = await withPrograms(folder);
    expect(ended).toMatchObject({ code: 4 });
    expect(ended.output).toMatch(
      /pg_dump is version 9\.6\.24 .*server is.* 1\d\.\d+.*postgresql-client-\d+.*\[tool-too-old\]/s,
    );
  });

  it('a wrong safepoint.yaml: all of its problems at once, with lines', async () => {
    const options = await configure('wrong.yaml', [
      'component: orders',
      'colour: red',
      'stores:',
      `  ${store}:`,
      '    conection: ${ORDERS_DATABASE_URL}',
      '    assertions: [{ name: total, sql: select 1 }]',
    ]);
    const ended = await backUp({}, options);
    expect(ended).toMatchObject({ code: 2 });
    for (const problem of [
      /wrong\.yaml:1: component: write a full entity reference/,
      /wrong\.yaml:2: the key 'colour' is unknown/,
      /wrong\.yaml:5: .*the key 'conection' is unknown/,
      /wrong\.yaml:6: .*equals/,
      /\[config-invalid\]/,
    ]) {
      expect(ended.output).toMatch(problem);
    }
  });

  it('a variable that is not set: its name', async () => {
    const options = await configure('variable.yaml', [
      'stores:',
      `  ${store}:`,
      '    connection: ${NOBODY_SET_THIS}',
    ]);
    const ended = await backUp({}, options);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.output).toMatch(/NOBODY_SET_THIS.*\[config-incomplete\]/s);
  });

  it('a clock that is off: by how much, and what both say', async () => {
    const preload = join(world.folder, 'shiftClock.cjs');
    await writeFile(
      preload,
      `const Real = Date;
       globalThis.Date = class extends Real {
         constructor(...given) {
           if (given.length) super(...given); else super(Real.now() - 3600e3);
         }
         static now() { return Real.now() - 3600e3; }
       };`,
    );
    const ended = await backUp({ NODE_OPTIONS: `--require ${preload}` });
    expect(ended).toMatchObject({ code: 3 });
    expect(ended.output).toMatch(
      /clock of this job's runner is .*behind.*the portal says.*NTP/s,
    );
  });

  it('a storage that is gone: that it is the storage', async () => {
    const away = `${world.storageRoot}-away`;
    await rename(world.storageRoot, away);
    // A file in its place: nothing can be made in it.
    await writeFile(world.storageRoot, '');
    const ended = await backUp();
    await rm(world.storageRoot);
    await rename(away, world.storageRoot);
    expect([5, 7]).toContain(ended.code);
    expect(ended.output).toMatch(/storage/i);
    expect(await backUp()).toMatchObject({ code: 0 });
  });

  it('a portal that cannot be reached: its address and the reason', async () => {
    const ended = await withoutPortal;
    expect(ended).toMatchObject({ code: 7 });
    expect(ended.output).toMatch(
      /portal at http:\/\/127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED\. Check SAFEPOINT_PORTAL_URL.*\[portal-unreachable\]/s,
    );
  });
});
