import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import {
  collect,
  encryptStream,
  generateIdentity,
  recipientOf,
} from '@safepoint/engine';
import { zstdCompressSync } from 'node:zlib';
import { findTool, requireServer } from '../support/servers';
import { postgresDescriptor, postgresDriver } from '@safepoint/drivers';
import { contextFor, restore, save } from './driver/driverContract';
import { PostgresHarness, query } from './driver/postgresHarness';

jest.setTimeout(60_000);

const run = promisify(execFile);
const harness = new PostgresHarness();
const onPostgres = requireServer('postgres');
let stores = 0;
const createStore = (sql: string, name = 'store') =>
  harness.createDatabase(`${name}_${++stores}`, sql);
const fingerprintOf = async (connection: string) =>
  (await postgresDriver.fingerprint(contextFor(connection))).fingerprint;

/** `role`: who backs up; large objects are for their owner only. */
async function roundTrip(
  sql: string,
  streams: number,
  role: 'reader' | 'owner' = 'reader',
) {
  const sectioned = { driver: postgresDriver, options: { streams } };
  const created = await createStore(sql);
  const store =
    role === 'owner'
      ? { ...created, connection: created.restoreConnection }
      : created;
  const saved = await save(sectioned, store);
  const { restored, context } = await restore(harness, store, saved);
  await expect(fingerprintOf(restored.connection)).resolves.toEqual(
    saved.fingerprint,
  );
  await postgresDriver.discard(context, restored);
  return saved.fingerprint.tables;
}

onPostgres('PostgreSQL', () => {
  beforeAll(() => harness.start(), 60_000);
  afterAll(() => harness.stop(), 60_000);

  describe.each([
    ['one stream', 1],
    ['sections', 3],
  ])('what PostgreSQL can hold, in %s', (_, streams) => {
    it('restores names that need quoting, in schemas that need it, too', async () => {
      const tables = await roundTrip(
        `
      create schema "Sché ma";
      create table "Sché ma"."the ""big"" table, only" ("Col 'x'" int primary key, "select" text);
      insert into "Sché ma"."the ""big"" table, only" values (1, E'back\\\\slash\\ttab\\nline \\\\.'), (2, '\\.');
      create table "Orders" (id int); insert into "Orders" values (1);
      create table orders (id int); insert into orders values (2);`,
        streams,
      );
      expect(tables.map(({ name, rows }) => [name, rows])).toEqual([
        ['"Sché ma"."the ""big"" table, only"', 2],
        ['public."Orders"', 1],
        ['public.orders', 1],
      ]);
    });

    it('restores columns of many types', async () => {
      const tables = await roundTrip(
        `
      create type mood as enum ('sad', 'ok'); create domain positive as int check (value > 0);
      create type pair as (a int, b text);
      create table types (
        i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric, m money, b boolean, c char(5),
        v varchar(9), t text, by bytea, d date, tt time, tz timetz, ts timestamp, tstz timestamptz,
        iv interval, u uuid, j json, jb jsonb, x xml, arr int[][], e mood, dom positive, comp pair, r int4range,
        mr int4multirange, ip inet, ci cidr, ma macaddr, bits bit varying, pt point, po polygon, tsv tsvector,
        generated int generated always as (i2 * 2) stored, ident int generated always as identity);
      insert into types values (1, 2, 0.1, 1e-300, 'NaN', 12.5, true, 'ab', 'v', E'a\\tb\\n\\\\', '\\x00ff0a', '2026-02-28',
        '12:00', '12:00+02', 'infinity', now(), '1 mon 2 days', gen_random_uuid(), '{"a": 1}', '{"a":null}', '<a/>',
        '{{1,2},{3,4}}', 'ok', 5, row(1, 'x,"y'), '[1,5)', '{[1,2),[5,6)}', '::1', '10.0.0.0/8', '08:00:2b:01:02:03',
        '101', '(1,2)', '((0,0),(1,1),(1,0))', 'a:1 b:2');
      insert into types default values;`,
        streams,
      );
      expect(tables).toEqual([
        expect.objectContaining({ name: 'public.types', rows: 2 }),
      ]);
    });

    it('restores partitions, views, functions, triggers, large objects and tables without columns', async () => {
      const tables = await roundTrip(
        `
      create table events (at date not null, what text) partition by range (at);
      create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
      create table events_rest partition of events default;
      insert into events select date '2025-12-01' + g, 'event ' || g from generate_series(1, 100) g;
      create materialized view counts as select what, count(*) from events group by 1;
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create trigger touch before insert on events for each row execute function touch();
      create table nothing (); insert into nothing default values; insert into nothing default values;
      create table one_text (t text); insert into one_text values (''), (''), (null);
      select lo_from_bytea(0, '\\x0001'), lo_from_bytea(0, decode(repeat('ab', 100000), 'hex'));
      create policy p on one_text using (true);
      comment on table events is 'all events';`,
        streams,
        'owner',
      );
      const rows = Object.fromEntries(
        tables.map(table => [table.name, table.rows]),
      );
      expect(rows).toEqual({
        'pg_catalog.pg_largeobject': 2,
        'public.events_2026': 70,
        'public.events_rest': 30,
        'public.nothing': 2,
        'public.one_text': 3,
      });
    });

    it('restores trusted extensions as an ordinary role', async () => {
      const tables = await roundTrip(
        `create extension citext; create extension pgcrypto;
       create table mails (address citext primary key); insert into mails values ('A@b.c');`,
        streams,
      );
      expect(tables).toEqual([
        expect.objectContaining({ name: 'public.mails', rows: 1 }),
      ]);
    });
  });

  describe('what is restored is hostile', () => {
    it('refuses roles with more power than a restore needs', async () => {
      const store = await createStore('');
      const saved = await save(harness, store);
      const admin = harness.server.adminUrl;
      await query(
        admin,
        `create role mighty login createdb; grant pg_execute_server_program to mighty;
                        create role maker login createdb createrole; create role poor login;`,
      );
      for (const [user, reason] of [
        ['postgres', /is superuser/],
        ['mighty', /programs/],
        ['maker', /CREATEROLE/],
        ['poor', /CREATEDB/],
      ] as const) {
        const restoreConnection = harness.urlFor(store.name, user, 'x');
        await expect(
          restore(harness, { restoreConnection }, saved),
        ).rejects.toMatchObject({
          kind: 'target-unfit',
          message: expect.stringMatching(reason),
        });
      }
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });

    it('does nothing but fail on a CHECK function that runs a program, written by an ordinary role', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'safepoint-hostile-'));
      const evidence = join(folder, 'was-here');
      await run('chmod', ['777', folder]);
      const store = await createStore(`
      create function harmless(int) returns boolean language plpgsql as 'begin return true; end';
      create table victims (id int check (harmless(id))); insert into victims values (1);
      create or replace function harmless(int) returns boolean language plpgsql as
        $$begin copy (select 1) to program 'cat > ${evidence}'; return true; end$$;`);
      const saved = await save(harness, store);
      await expect(restore(harness, store, saved)).rejects.toMatchObject({
        kind: 'restore-failed',
        message: expect.stringMatching(/COPY to or from an external program/i),
      });
      await expect(access(evidence)).rejects.toThrow();
      await expect(harness.findLeftovers()).resolves.toEqual([]);
      // The proof that the test can fail: as superuser the same function does run the program.
      await query(
        harness.adminFor(store.name),
        'insert into victims values (2)',
      );
      await expect(access(evidence)).resolves.toBeUndefined();
      await rm(folder, { recursive: true });
    });

    it('takes assertions one statement at a time, read-only and with a timeout', async () => {
      const store = await createStore(
        'create table t (id int); insert into t values (1), (2);',
      );
      const context = contextFor(store.restoreConnection, {
        options: { assertionTimeoutSeconds: 1 },
      });
      const results = await postgresDriver.assert(context, [
        { name: 'two rows', sql: 'select count(*) from t', equals: 2 },
        { name: 'a boolean', sql: 'select true', equals: true },
        { name: 'wrong', sql: 'select count(*) from t', equals: 3 },
        { name: 'writes', sql: 'delete from t returning 1', equals: 1 },
        { name: 'two statements', sql: 'commit; drop table t', equals: 1 },
        { name: 'slow', sql: 'select pg_sleep(20)', equals: '' },
        { name: 'two columns', sql: 'select 1, 2', equals: 1 },
      ]);
      expect(results.map(({ passed }) => passed)).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
        false,
      ]);
      expect(results[2]).toMatchObject({ expected: '3', actual: '2' });
      expect(results[3].actual).toMatch(/read-only/);
      expect(results[5].actual).toMatch(/timeout/);
      await expect(
        query(store.restoreConnection, 'select 1 from t'),
      ).resolves.toMatchObject({ rowCount: 2 });
    });
  });

  describe('clear errors before the first byte', () => {
    const failBackup = (
      connection: string,
      options?: Record<string, unknown>,
    ) => postgresDriver.backup(contextFor(connection, { options }));

    it.each([
      [
        'an unreachable server',
        () => 'postgres://u:hunter2@127.0.0.1:1/db',
        'store-unreachable',
        /127\.0\.0\.1:1/,
      ],
      [
        'an unknown database',
        () => harness.urlFor('nowhere', 'reader', 'hunter2'),
        'store-unreachable',
        /nowhere/,
      ],
      [
        'something that is no URL',
        () => 'host=x password=hunter2',
        'connection-invalid',
        /postgres:\/\//,
      ],
      [
        'a parameter that is not supported',
        () => 'postgres://u:hunter2@h/db?options=-c',
        'connection-invalid',
        /options/,
      ],
    ])('%s', async (_, connection, kind, message) => {
      const failure = await failBackup(connection()).catch(error => error);
      expect(failure).toMatchObject({
        name: 'SafepointError',
        kind,
        message: expect.stringMatching(message),
      });
      expect(failure.message).not.toContain('hunter2');
    });

    it('names what the role may not read', async () => {
      const store = await createStore(
        'create table secret_table (id int); create sequence secret_sequence;',
      );
      await query(
        harness.server.adminUrl,
        `do $$begin if not exists (select from pg_roles where rolname = 'stranger') then create role stranger login; end if; end$$`,
      );
      await expect(
        failBackup(harness.urlFor(store.name, 'stranger', 'x')),
      ).rejects.toMatchObject({
        kind: 'store-denied',
        message: expect.stringMatching(
          /secret_sequence.*secret_table.*pg_read_all_data/,
        ),
      });
    });

    it('names large objects that belong to somebody else', async () => {
      const store = await createStore('select lo_from_bytea(0, $$x$$)');
      await expect(failBackup(store.connection)).rejects.toMatchObject({
        kind: 'store-denied',
        message: expect.stringMatching(/1 large object/),
      });
    });

    it('names tables whose rows a policy would hide', async () => {
      const store = await createStore(
        'create table hidden (id int); alter table hidden enable row level security;',
      );
      await expect(failBackup(store.connection)).rejects.toMatchObject({
        kind: 'store-denied',
        message: expect.stringMatching(/public\.hidden|hidden/),
      });
    });

    it('names a pg_dump that is older than the server, and one that is missing', async () => {
      const store = await createStore('');
      const bin = await mkdtemp(join(tmpdir(), 'safepoint-bin-'));
      await expect(
        failBackup(store.connection, { binFolder: bin }),
      ).rejects.toMatchObject({
        kind: 'tool-missing',
        message: expect.stringContaining('postgresql-client-15'),
      });
      await writeFile(
        join(bin, 'pg_dump'),
        '#!/bin/sh\necho "pg_dump (PostgreSQL) 11.22"\n',
        { mode: 0o755 },
      );
      await expect(
        failBackup(store.connection, { binFolder: bin }),
      ).rejects.toMatchObject({
        kind: 'tool-too-old',
        message: expect.stringMatching(/11\.22.*15\.\d+.*postgresql-client-15/),
      });
      await rm(bin, { recursive: true });
    });

    it('stops waiting for a lock when the signal aborts', async () => {
      const store = await createStore('create table t (id int)');
      const holder = new Client({ connectionString: store.restoreConnection });
      await holder.connect();
      await holder.query('begin; lock table t in access exclusive mode');
      const abort = new AbortController();
      setTimeout(() => abort.abort(new Error('stopped by the test')), 300);
      const since = Date.now();
      await expect(
        postgresDriver.backup(
          contextFor(store.connection, { signal: abort.signal }),
        ),
      ).rejects.toThrow('stopped by the test');
      expect(Date.now() - since).toBeLessThan(5_000);
      await holder.end();
    });

    it('waits for a lock only as long as it was told to', async () => {
      const store = await createStore('create table t (id int)');
      const holder = new Client({ connectionString: store.restoreConnection });
      await holder.connect();
      await holder.query('begin; lock table t in access exclusive mode');
      await expect(
        failBackup(store.connection, { lockTimeoutSeconds: 1 }),
      ).rejects.toMatchObject({
        kind: 'store-locked',
        retryable: true,
      });
      await holder.end();
    });

    it('refuses to restore into a server without an extension, before anything is made', async () => {
      const store = await createStore('');
      const saved = await save(harness, store);
      saved.start.engine.extensions = [{ name: 'postgis', version: '3' }];
      await expect(restore(harness, store, saved)).rejects.toMatchObject({
        kind: 'target-unfit',
        message: expect.stringContaining('postgis'),
      });
      saved.start.engine = { name: 'postgresql', version: '99.1' };
      await expect(restore(harness, store, saved)).rejects.toMatchObject({
        kind: 'target-unfit',
      });
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });
  });

  describe('a switch-over', () => {
    const sample = 'create table t (id int); insert into t values (1), (2);';

    async function restoreForSwitch(sql: string) {
      const store = await createStore(sample, 'live');
      const saved = await save(harness, store);
      if (sql)
        await query(
          harness.adminFor(store.name),
          sql.replaceAll('LIVE', `"${store.name}"`),
        );
      const restoring = await restore(harness, store, saved, { live: true });
      return { store, saved, ...restoring };
    }

    it('carries over settings, grants, limit, comment and owner, and ends open sessions', async () => {
      const { store, restored, label, context } = await restoreForSwitch(`
      alter database LIVE set search_path = 'Odd Schema', public;
      alter database LIVE set work_mem = '7MB'; alter database LIVE set application_name = 'it''s';
      alter role restorer in database LIVE set statement_timeout = '99s';
      alter database LIVE connection limit 17; comment on database LIVE is 'it''s live';
      revoke all on database LIVE from public; grant connect on database LIVE to reader with grant option;`);
      const readFacts = async () => {
        const { rows } = await query(
          harness.server.adminUrl,
          `
        select datconnlimit, pg_get_userbyid(datdba) as owner, shobj_description(d.oid, 'pg_database') as comment,
               (select array_agg(a::text order by a::text) from unnest(datacl) a) as acl,
               (select array_agg(coalesce(r.rolname, '') || ':' || c order by r.rolname, c)
                  from pg_db_role_setting s cross join unnest(s.setconfig) c left join pg_roles r on r.oid = setrole where setdatabase = d.oid) as settings
          from pg_database d where datname = '${store.name}'`,
        );
        return rows[0];
      };
      const before = await readFacts();
      const session = new Client({ connectionString: store.restoreConnection });
      const ended = new Promise(resolve => session.on('error', resolve));
      await session.connect();
      const { kept } = await postgresDriver.switchOver(context, restored, {
        label,
      });
      await ended;
      await expect(readFacts()).resolves.toEqual(before);
      const { rows } = await query(
        harness.adminFor(kept!),
        'select count(*)::int as rows from t',
      );
      expect(rows).toEqual([{ rows: 2 }]);
    });

    it('loses no session that comes at the wrong moment: it waits and finds a live store', async () => {
      const { store, restored, label, context } = await restoreForSwitch(
        'insert into t values (3)',
      );
      let stop = false;
      let connected = 0;
      const refused: string[] = [];
      const knocking = (async () => {
        while (!stop) {
          try {
            await query(store.restoreConnection, 'select 1');
            connected += 1;
          } catch (error) {
            refused.push((error as Error).message);
          }
        }
      })();
      await postgresDriver.switchOver(context, restored, { label });
      stop = true;
      await knocking;
      expect(connected).toBeGreaterThan(0);
      expect(
        refused.filter(
          message =>
            !/terminat|renamed|does not exist|Connection/i.test(message),
        ),
      ).toEqual([]);
      const { rows } = await query(
        store.restoreConnection,
        'select count(*)::int as rows from t',
      );
      expect(rows).toEqual([{ rows: 2 }]);
    });

    it.each([
      [
        'a logical replication slot',
        `select pg_create_logical_replication_slot('slot_' || (random() * 1e9)::int, 'pgoutput')`,
        /replication-slots/,
      ],
      [
        'a prepared transaction',
        `begin; insert into t values (9); prepare transaction 'held'`,
        /held/,
      ],
      [
        "another role's settings",
        'alter role reader in database LIVE set work_mem = $$9MB$$',
        /alter role "reader" in database .* set "work_mem" = '9MB'/,
      ],
    ])(
      'stops at %s and leaves everything as it was',
      async (_, sql, message) => {
        const { store, restored, label, context } = await restoreForSwitch(sql);
        await expect(
          postgresDriver.switchOver(context, restored, { label }),
        ).rejects.toMatchObject({
          kind: 'switch-refused',
          message: expect.stringMatching(message),
        });
        await expect(
          query(store.restoreConnection, 'select 1'),
        ).resolves.toBeDefined();
        await postgresDriver.discard(context, restored);
        await query(
          harness.adminFor(store.name),
          'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()',
        );
        await query(
          harness.adminFor(store.name),
          `rollback prepared 'held'`,
        ).catch(() => {});
      },
    );

    it('goes on after an administrator has run what it asked for', async () => {
      const { store, saved, restored, label, context } = await restoreForSwitch(
        `alter role reader in database LIVE set search_path = 'Odd Schema', public; alter database LIVE set my.flag = 'x'`,
      );
      const refusal = await postgresDriver
        .switchOver(context, restored, { label })
        .catch(error => error);
      const [, statements] = /then try again: (.*;) \(or/.exec(
        refusal.message,
      )!;
      await query(harness.server.adminUrl, statements);
      await postgresDriver.switchOver(context, restored, { label });
      await expect(fingerprintOf(store.connection)).resolves.toEqual(
        saved.fingerprint,
      );
    });

    it('never drops what no restore has made', async () => {
      const store = await createStore(sample);
      const context = contextFor(store.restoreConnection);
      await expect(
        postgresDriver.discard(context, {
          name: store.name,
          connection: store.connection,
        }),
      ).rejects.toMatchObject({ kind: 'discard-refused' });
    });
  });

  describe('a dump in sections', () => {
    it('has the fingerprint of a whole one', async () => {
      const store = await createStore(
        'create table a (id int primary key); create table b (t text); insert into a values (1); create index on b (t);',
      );
      const whole = await save(
        { driver: postgresDriver, options: { streams: 1 } },
        store,
      );
      const parts = await save(
        { driver: postgresDriver, options: { streams: 2 } },
        store,
      );
      expect(parts.fingerprint).toEqual(whole.fingerprint);
      expect(parts.objects.map(({ name }) => name)).toEqual([
        'pre-data',
        'data-1',
        'data-2',
        'post-data',
      ]);
    });

    it.each(['pre-data', 'data', 'post-data'])(
      'fails as a whole, with the reason, when its dump of %s fails',
      async section => {
        const store = await createStore(
          'create table a (id int); insert into a select generate_series(1, 100000);',
        );
        const bin = await mkdtemp(join(tmpdir(), 'safepoint-bin-'));
        await writeFile(
          join(bin, 'pg_dump'),
          `#!/bin/sh
case "$*" in
  *--section=${section}*) echo 'out of memory' >&2; exit 1 ;;
esac
exec '${findTool('pg_dump')}' "$@"
`,
          { mode: 0o755 },
        );
        const sections = {
          driver: postgresDriver,
          options: { streams: 2, binFolder: bin },
        };
        await expect(save(sections, store)).rejects.toBeDefined();
        const backup = await postgresDriver.backup(
          contextFor(store.connection, { options: sections.options }),
        );
        // Nobody reads yet, and nothing comes of that but the reason.
        await expect(backup.finished).rejects.toMatchObject({
          kind: 'dump-failed',
          message: expect.stringContaining('out of memory'),
        });
        await expect(harness.findLeftovers()).resolves.toEqual([]);
        await rm(bin, { recursive: true });
      },
    );

    it('is not restored where a section is missing, or comes twice', async () => {
      const store = await createStore('create table a (id int);');
      const saved = await save(
        { driver: postgresDriver, options: { streams: 2 } },
        store,
      );
      for (const name of ['pre-data', 'post-data']) {
        const section = saved.objects.find(object => object.name === name)!;
        const others = saved.objects.filter(object => object !== section);
        for (const objects of [others, [...saved.objects, section]]) {
          await expect(
            restore(harness, store, { ...saved, objects }),
          ).rejects.toMatchObject({
            kind: 'restore-failed',
            message: expect.stringMatching(/sections of one dump/),
          });
        }
      }
      await expect(harness.findLeftovers()).resolves.toEqual([]);
    });
  });

  it.each([1, 2])(
    'is restored without Safepoint by exactly the commands of its runbook (streams: %d)',
    async streams => {
      const store = await createStore(
        'create table t (id int, note text); insert into t select g, repeat(g::text, 9) from generate_series(1, 5000) g; create table u (id int primary key); insert into u values (1);',
      );
      const saved = await save(
        { driver: postgresDriver, options: { streams } },
        store,
      );
      const folder = await mkdtemp(join(tmpdir(), 'safepoint-runbook-'));
      const identity = await generateIdentity();
      for (const { name, bytes } of saved.objects) {
        const { header, payload } = await encryptStream(
          (async function* compressed() {
            yield zstdCompressSync(bytes);
          })(),
          [await recipientOf(identity)],
        );
        await writeFile(join(folder, `${name}.header`), header);
        await writeFile(
          join(folder, `${name}.payload`),
          await collect(payload),
        );
      }
      await writeFile(join(folder, 'escrow.txt'), `${identity}\n`, {
        mode: 0o600,
      });
      const runbook = postgresDescriptor.runbook({
        // In whatever order they are named.
        objects: [...saved.objects].reverse(),
        engine: saved.start.engine,
      });
      const [, commands] = /```sh\n([\s\S]*?)```/.exec(runbook)!;
      const { port } = new URL(store.restoreConnection);
      await run('sh', ['-euc', commands], {
        cwd: folder,
        env: {
          PATH: `${process.env.PATH}:/usr/lib/postgresql/15/bin`,
          PGHOST: '127.0.0.1',
          PGPORT: port,
          PGUSER: 'restorer',
          PGPASSWORD: 'r3store/secret',
          ESCROW_IDENTITY: 'escrow.txt',
          TARGET_DATABASE: `by hand ${streams}`,
        },
      });
      await expect(
        fingerprintOf(
          harness.urlFor(`by hand ${streams}`, 'restorer', 'r3store/secret'),
        ),
      ).resolves.toEqual(saved.fingerprint);
      await rm(folder, { recursive: true });
    },
  );
});
