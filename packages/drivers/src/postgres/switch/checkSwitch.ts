import { SafepointError } from '@safepoint/engine';
import type { Client } from 'pg';
import type { PostgresOptions } from '../options';
import type { LiveSettings } from './readLiveSettings';

async function names(client: Client, sql: string, value: string) {
  const { rows } = await client.query<{ name: string }>(sql, [value]);
  return rows.map(({ name }) => name);
}

async function checkRole(client: Client, settings: LiveSettings) {
  const { rows } = await client.query<{
    user: string;
    owns: boolean;
    createdb: boolean;
  }>(
    `select current_user as user, pg_has_role(current_user, $1::name, 'MEMBER') as owns,
            (select rolcreatedb from pg_roles where rolname = current_user) as createdb`,
    [settings.owner],
  );
  const [{ user, owns, createdb }] = rows;
  return owns && createdb
    ? []
    : [
        `the role ${user} may not rename the live database, which ${settings.owner} owns; it must have CREATEDB and be that role or a member of it: GRANT ${settings.owner} TO ${user}`,
      ];
}

async function checkReplication(
  client: Client,
  settings: LiveSettings,
  acknowledged: PostgresOptions['acknowledge'],
) {
  const slots = await names(
    client,
    `select s.slot_name as name from pg_replication_slots s join pg_database d on d.datname = s.database
      where d.oid = $1::oid and s.slot_type = 'logical'`,
    settings.oid,
  );
  const subscriptions = await names(
    client,
    'select subname as name from pg_subscription where subdbid = $1::oid',
    settings.oid,
  );
  const problems: string[] = [];
  if (slots.length > 0 && !acknowledged.includes('replication-slots')) {
    problems.push(
      `logical replication slots read the live database (${slots.join(
        ', ',
      )}) and would stay with the old one; whoever reads them has to start over. Drop them, or acknowledge 'replication-slots' in the store's options`,
    );
  }
  if (subscriptions.length > 0 && !acknowledged.includes('subscriptions')) {
    problems.push(
      `the live database subscribes to others (${subscriptions.join(
        ', ',
      )}) and the restored one would not. Drop the subscriptions, or acknowledge 'subscriptions' in the store's options`,
    );
  }
  return problems;
}

async function checkPrepared(client: Client, live: string) {
  const prepared = await names(
    client,
    'select gid as name from pg_prepared_xacts where database = $1',
    live,
  );
  return prepared.length === 0
    ? []
    : [
        `prepared transactions keep the live database busy (${prepared.join(
          ', ',
        )}); finish them with COMMIT PREPARED or ROLLBACK PREPARED`,
      ];
}

async function checkSessions(client: Client, live: string) {
  const foreign = await names(
    client,
    `select distinct usename as name from pg_stat_activity
      where datname = $1 and usename is not null
        and not (pg_has_role(current_user, usesysid, 'MEMBER')
                 or (pg_has_role(current_user, 'pg_signal_backend', 'MEMBER')
                     and not (select rolsuper from pg_roles where oid = usesysid)))`,
    live,
  );
  return foreign.length === 0
    ? []
    : [
        `${foreign.join(
          ', ',
        )} is connected to the live database and this role may not disconnect it; grant it pg_signal_backend (or membership), or end those sessions (a superuser's always by hand)`,
      ];
}

/** Throws `switch-refused` with everything that stands in the way, before anything was changed. */
export async function checkSwitch(
  client: Client,
  input: { live: string; settings: LiveSettings; options: PostgresOptions },
): Promise<void> {
  const { live, settings, options } = input;
  const problems = [
    ...(await checkRole(client, settings)),
    ...(await checkReplication(client, settings, options.acknowledge)),
    ...(await checkPrepared(client, live)),
    ...(await checkSessions(client, live)),
  ];
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'switch-refused',
      message: `The live database ${live} was not switched: ${problems.join(
        '; ',
      )}.`,
    });
  }
}
